"""Cells as a reader sees them: no signs without a width, one spelling of each letter and blank, errors no text."""

import re
import unicodedata

from .book import BadCell, Cell, Row
from .legacy import convert

_ALWAYS = 5_000
_ASCII = bytes(range(128))
_ODD = re.compile(
    rb"\xc2[\x80-\xbf]|\xc3[\x84-\x87\x8b\x8e-\x91\x96-\x98\x9b\x9c\x9e\x9f\xa4-\xa7\xab\xae-\xb1\xb6-\xb8\xbb\xbc\xbe]"
    rb"|\xc6\x89|\xcc|\xcd|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81[\x9f-\xaf]|\xe3\x80\x80|\xef[\xbb-\xbd]"
)
_MARKED = re.compile(rb"&#|[>,;|\t\n]\"?#|Err:")
_ERROR = re.compile(
    r"#(?:N/?A|REF|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY|PYTHON|EXTERNAL"
    r"|GETTING_DATA)[!?]?|Err:\d{3}|#+",
    re.IGNORECASE,
)
_HIDDEN = (0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_BLANKS = (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_SIGNS: dict[int, str | None] = dict.fromkeys(_HIDDEN)
_SIGNS |= dict.fromkeys(_BLANKS, " ")
_SIGNS |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS |= {0xD0: "Đ", 0xF0: "đ", 0x189: "Đ"}


def looks_odd(raw: bytes) -> bool:
    """Whether UTF-8 bytes hold signs or letters that `clean` would change; some that it would not count too."""
    if b"#" in raw and _MARKED.search(raw):
        return True
    return _ODD.search(raw.translate(None, _ASCII)) is not None


def clean(rows: list[Row], *, odd: bool) -> tuple[list[Row], str]:
    """The rows cleaned, and the old codes they were converted from; a long list only if it is known to look odd."""
    if not odd and len(rows) > _ALWAYS:
        return rows, ""
    rows, codes = convert(rows)
    return [[_clean(cell) if isinstance(cell, str) and cell else cell for cell in row] for row in rows], codes


def _clean(text: str) -> Cell:
    if "#" in text or text.startswith("Err:"):
        return BadCell(text.strip()) if is_error(text) else text
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_SIGNS))


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows in the place of a value: #N/A, #REF!, Err:502, ####."""
    return _ERROR.fullmatch(text.strip()) is not None

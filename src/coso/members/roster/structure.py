"""Which rows of a list are people, which name the group of those below, and which are neither."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from coso.lib.identity import plain_number
from coso.lib.tables import BadCell, Cell, Row, Sheet, heading_key
from coso.lib.text import fold

from .fields import Field
from .guess import looks_like_name
from .layout import Layout

_WHY = {
    "heading": ("Dòng tiêu đề lặp lại", "Repeated heading"),
    "numbers": ("Dòng đánh số cột", "Numbers of the columns"),
    "group": ("Tên tổ, bộ phận của các dòng bên dưới", "Names the group of the rows below"),
    "total": ("Dòng cộng", "A total"),
    "signature": ("Phần ký tên, ghi chú cuối danh sách", "Signatures or notes at the end"),
    "unused": ("Dòng đánh số sẵn, chưa điền", "A numbered row left empty"),
}


def _words(text: str) -> list[str]:
    return text.split("|")


_GROUP_WORDS = _words(
    "chuyền|tổ|phòng|ban|bộ phận|bộ môn|phân xưởng|xưởng|đội|kho|ca|line|khối|nhóm|chi nhánh|khoa|trường|văn phòng|"
    "dây chuyền|công đoàn|trạm|cụm|khu|nhà máy|lớp|đơn vị|công ty|cửa hàng|bếp|nghiệp đoàn"
)
_TOTAL_WORDS = _words(
    "tong cong|tong so|cong trang|cong chuyen|cong phong|cong nhom|tong hop|chuyen sang trang|mang sang|so nguoi|"
    "an dinh danh sach|danh sach co|danh sach gom|danh sach nay co|danh sach tren co"
)
_CLOSING_WORDS = _words(
    "tm|t m|tl|kt giam doc|kt thu truong|kt chu tich|kt truong|nguoi lap|nguoi tong hop|nguoi kiem tra|lap bieu|ky ten|"
    "ky ghi|ky va|ky ro|ky dong|thu truong|giam doc|tong giam doc|pho giam doc|chu tich|pho chu tich|xac nhan|"
    "ke toan truong|truong phong|truong ban|ban chap hanh|ban van dong|dai dien|noi nhan|luu y|ghi chu|thu quy|"
    "hieu truong|duyet|phe duyet|chuyen vien"
)
_ENUMERATED = re.compile(r"^\s*(?:[IVXLC]+|[A-Z]|\d{1,2})\s*[.)/:-]\s*(?=\S)|^\s*(?:[IVX]+)\s+(?=\S)")
_COUNT = re.compile(r"\s*[(:–-]\s*\d+\s*(?:người|ng|cn|đv|đoàn viên|lao động)?\s*\)?\s*$", re.IGNORECASE)
_PERSONAL = frozenset({Field.ID, Field.OLD_ID, Field.PASSPORT, Field.PHONE, Field.EMAIL})
_DATED = frozenset({Field.BORN, Field.BORN_MAN, Field.BORN_WOMAN, Field.JOINED})
_PROOFS = (Field.ORDER, Field.ID, Field.STAFF_NO, Field.BORN, Field.OLD_ID, Field.PHONE)
_SUSPECTS = frozenset(
    spelling[:3]
    for word in (*_GROUP_WORDS, *_TOTAL_WORDS, "cộng", "tổng")
    for spelling in (word + " ", fold(word) + " ")
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that holds no person: its number, what stands there, why it was left out."""

    row: int
    text: str
    kind: str
    why_vi: str
    why_en: str


@dataclass(slots=True)
class Body:
    """The rows of people: number in the file, cells, and the group a row above them named ("" if none)."""

    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, numbers: list[int], rows: list[Row], group: str) -> None:
        """Take a run of people of one group."""
        self.numbers += numbers
        self.rows += rows
        self.groups += [group] * len(rows)


def read_body(sheet: Sheet, layout: Layout) -> Body:
    """Part the rows below the heading into people and the rest."""
    below = sheet.rows[layout.first_row - 1 :]
    numbers = [number for number, row in enumerate(below, layout.first_row) if row]
    rows = [row for row in below if row]
    judge, body, group, closing, done = _Judge(sheet, layout), Body(), "", False, 0
    for i in _doubtful(rows, layout):
        if i > done:
            body.add(numbers[done:i], rows[done:i], group)
            closing = False
        kind = judge.kind(rows[i], closing)
        done = i if not kind else i + 1
        if kind and kind != "blank":
            closing = kind == "signature"
            text = judge.text(rows[i])
            group = group_name(text) if kind == "group" else group
            body.skipped.append(Skipped(numbers[i], text, kind, *_WHY[kind]))
    body.add(numbers[done:], rows[done:], group)
    return body


def group_name(text: str) -> str:
    """The name in a sub-heading: "II. PHÒNG KẾ TOÁN (12 người)" → "PHÒNG KẾ TOÁN"."""
    return _COUNT.sub("", _ENUMERATED.sub("", text)).strip() or text


def _doubtful(rows: list[Row], layout: Layout) -> list[int]:
    """Indexes of rows that are not people at first sight: no name, or no number in the column of proof."""
    columns = {its: column for column, its in layout.columns.items()}
    name_at = columns.get(Field.NAME, columns.get(Field.FAMILY, 0))
    proof_at = next((columns[proof] for proof in _PROOFS if proof in columns), name_at)
    suspects, text = _SUSPECTS, str
    return [
        i
        for i, row in enumerate(rows)
        if type(name := row[name_at]) is not text
        or name == ""
        or name[:3].lower() in suspects
        or (proof := row[proof_at]) == ""
        or (type(proof) is text and not proof[-4:].isdecimal())
    ]


class _Judge:
    """Tells what a row is that is not a person at first sight."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.columns = layout.columns
        self.names = {c for c, its in layout.columns.items() if its in (Field.NAME, Field.FAMILY, Field.GIVEN)}
        self.order = layout.column(Field.ORDER)
        top = sheet.rows[(layout.header_row or 1) - 1 : layout.first_row - 1]
        self.headings = {(c, heading_key(str(cell))) for row in top for c, cell in enumerate(row) if cell != ""}

    def text(self, row: Row) -> str:
        """The first words of a row."""
        texts = [str(cell).strip() for cell in row if str(cell).strip()]
        return next((text for text in texts if sum(map(str.isalpha, text)) > 1), texts[0])

    def kind(self, row: Row, closing: bool) -> str:
        """A key of _WHY, "blank", or "" for a person."""
        filled = [(c, cell) for c, cell in enumerate(row) if str(cell).strip()]
        if not filled:
            return "blank"
        if all((c, heading_key(str(cell))) in self.headings for c, cell in filled):
            return "heading"
        if len(filled) == 1 and filled[0][0] == self.order and plain_number(_plain(filled[0][1])).isdecimal():
            return "unused"
        if self._is_total(row):
            return "total"
        if self._has_data(filled):
            return ""
        if _counts_columns(filled):
            return "numbers"
        if self._is_closing(filled) or (closing and not self._is_numbered(row)):
            return "signature"
        return "group" if self._is_group(row, filled) else ""

    def _is_total(self, row: Row) -> bool:
        text = self.text(row)
        names = [cell for cell in (row[c] for c in self.names) if isinstance(cell, str)]
        if any(looks_like_name(name) and name.strip() != text for name in names):
            return False
        key = heading_key(text)
        whole = key in ("cong", "tong") or text.strip().lower().startswith("cộng ")
        return whole or _starts(key, _TOTAL_WORDS)

    def _has_data(self, filled: list[tuple[int, Cell]]) -> bool:
        """Whether a number of a person, an address or a day stands where it should."""
        for column, cell in filled:
            its = self.columns.get(column)
            if (its in _PERSONAL and _is_datum(cell)) or (its in _DATED and _is_day_cell(cell)):
                return True
        return False

    def _is_numbered(self, row: Row) -> bool:
        return self.order is not None and plain_number(_plain(row[self.order])).isdecimal()

    def _is_closing(self, filled: list[tuple[int, Cell]]) -> bool:
        texts = [str(cell) for _, cell in filled if isinstance(cell, str)]
        if any({"ngay", "thang", "nam"} <= set(heading_key(text).split()) for text in texts):
            return True
        key = heading_key(texts[0]) if texts else ""
        # "CHỦ TỊCH" reads as a name too.
        return key in _CLOSING_WORDS or (_starts(key, _CLOSING_WORDS) and not looks_like_name(texts[0]))

    def _is_group(self, row: Row, filled: list[tuple[int, Cell]]) -> bool:
        """One text alone that is no name, or that begins with the word of a group."""
        worded = [(c, cell) for c, cell in filled if isinstance(cell, str) and sum(map(str.isalpha, cell)) > 1]
        worded = [(c, cell) for c, cell in worded if c != self.order or len(worded) == 1]
        if len(worded) != 1:
            return False
        column, text = worded[0][0], str(worded[0][1]).strip()
        named = _names_group(text)
        if any(c not in (column, self.order) for c, _ in filled) and not named:
            return False
        if column in self.names:
            return named or (not self._is_numbered(row) and not looks_like_name(text))
        return column == self.order or column < min(self.names, default=0) or named


def _names_group(text: str) -> bool:
    bare = _ENUMERATED.sub("", text).lower()
    if bare != text.lower():
        # "VI THỊ HOA" is a person, "VI. KHO" the sixth group.
        return not looks_like_name(text)
    spellings = (fold(word) if bare.isascii() else word for word in _GROUP_WORDS)
    return any(bare == word or bare.startswith((word + " ", word + ":")) for word in spellings)


def _starts(key: str, words: list[str]) -> bool:
    return any(key == word or key.startswith(word + " ") for word in words)


def _plain(cell: Cell) -> str | float:
    return cell if isinstance(cell, str | float) else str(cell)


def _is_datum(cell: Cell) -> bool:
    text = str(cell)
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    return "@" in text or (digits >= 4 and letters <= 3)


def _is_day_cell(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _is_datum(cell)
    return cell > 1000 if isinstance(cell, float | int) else not isinstance(cell, BadCell)


def _counts_columns(filled: list[tuple[int, Cell]]) -> bool:
    """(1) (2) (3) … or A B 1 2 … under a heading."""
    signs = [str(cell).removesuffix(".0").strip("()[]. ").partition("=")[0] for _, cell in filled]
    if len(signs) < 3 or any(len(sign) > 2 for sign in signs):
        return False
    letters = "".join(signs).upper()
    if letters.isalpha() and letters.isascii() and len(letters) == len(signs):
        return all(ord(after) - ord(before) == 1 for before, after in pairwise(letters))
    numbers = [int(sign) for sign in signs if sign.isdecimal()]
    others = [sign for sign in signs if not sign.isdecimal()]
    counted = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and all(len(sign) == 1 and sign.isalpha() for sign in others)

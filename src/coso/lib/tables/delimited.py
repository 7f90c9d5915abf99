"""Text tables: which encoding, which delimiter, and the rows."""

import codecs
import csv
import itertools
import unicodedata

from .book import Limits, Row, TableError
from .legacy import is_legacy

_DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The old fonts put their letters in the places of this code page.
_OLD = "cp1252"
_FIELD = 1 << 20
_CONTROLS = tuple(map(chr, (*range(9), *range(14, 32))))


def decode(raw: bytes) -> str:
    """Text from UTF-8, UTF-16, Windows-1258 or the old fonts' code page; raises TableError "encoding"."""
    for encoding in _encodings(raw):
        try:
            if encoding == _OLD and is_legacy(raw.decode(_OLD)):
                return raw.decode(_OLD)
            if encoding == _OLD:
                continue
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise TableError("encoding")


def _encodings(raw: bytes) -> tuple[str, ...]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return (encoding,)
    head = raw[:2000]
    if head[1::2].count(0) * 3 > len(head):
        return ("utf-16-le",)
    if head[::2].count(0) * 3 > len(head):
        return ("utf-16-be",)
    return () if b"\0" in head else ("utf-8", _OLD, "cp1258")


def delimiter(text: str) -> str:
    """The sign that gives the lines one number of columns; a sign in prose is followed by a blank, one between is not.

    Of signs that do so equally well, the one that cuts into more columns.
    """
    lines = list(itertools.islice((line for line in text.splitlines() if line.strip()), 60))
    return max(_DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[float, int]:
    rows = list(csv.reader(lines, delimiter=sign))
    counts = [len(row) - 1 for row in rows]
    best = max(sorted({*counts} - {0}, reverse=True), key=counts.count, default=0)
    cuts = [cell for row in rows for cell in row[1:] if cell]
    prose = sum(cell.startswith(" ") for cell in cuts) / max(len(cuts), 1)
    return (round(counts.count(best) / max(len(rows), 1) * (1 - prose / 2), 2) if best else 0.0, best)


def read_text(raw: bytes, limits: Limits) -> list[Row]:
    """Rows of a text table, equally wide; raises TableError "encoding", "corrupt" or "area"."""
    text = decode(raw)
    if any(control in text for control in _CONTROLS):
        raise TableError("corrupt")
    sign = ""
    if text[:4].lower() == "sep=":
        sign, text = text[4:5], text.partition("\n")[2]
    csv.field_size_limit(_FIELD)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=sign or delimiter(text)))
    except csv.Error as error:
        raise TableError("corrupt") from error
    # The line that names the delimiter is row 1 of the file.
    return _square([[], *rows] if sign else rows, limits)


def _square(rows: list[list[str]], limits: Limits) -> list[Row]:
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.area:
        raise TableError("area", sheet="CSV", cell=str(len(rows)))
    while width and not any(row[width - 1].strip() for row in rows if len(row) >= width):
        width -= 1
    blank = [""] * width
    return [[*row[:width], *blank[len(row) :]] for row in rows]

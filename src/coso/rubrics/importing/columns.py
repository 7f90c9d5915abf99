"""Finding the table of criteria in a file: the row whose headings say STT, Nội dung, Điểm chuẩn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coso.lib.text import fold

HEADINGS = {
    "number": ("stt", "tt", "so tt", "so thu tu", "muc", "so"),
    "evidence": ("minh chung", "tai lieu chung minh", "tai lieu minh chung", "ho so", "tai lieu kiem chung"),
    "self": ("tu cham", "tu danh gia", "diem tu cham"),
    "explain": ("dien giai", "cach tinh", "cach cham", "huong dan cham", "ghi chu"),
    "appraised": ("tham dinh", "cap tren cham", "diem tham dinh"),
    "max": ("diem chuan", "diem toi da", "thang diem", "khung diem", "diem quy dinh", "diem", "so diem", "muc diem"),
    "content": ("noi dung", "tieu chi", "tieu chuan", "chi tieu"),
}
_COUNTED = re.compile(r"\(?\d\)?")
Grid = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table of criteria stand, from 0; -1 where there is none. `body`: its first row.

    `ends`: where a heading goes on over columns without their own, its column and the first one after these.
    """

    number: int
    content: int
    max: int
    explain: int
    evidence: int
    body: int
    ends: tuple[tuple[int, int], ...] = ()

    def said(self, row: Sequence[str], at: int) -> str:
        """What a row says under a heading: words in the columns that it spans are put together."""
        if not 0 <= at < len(row):
            return ""
        own = row[at].strip()
        more = [text.strip() for text in row[at + 1 : dict(self.ends).get(at, at + 1)]]
        if not own and at == self.max:
            return next(filter(None, more), "")
        return " ".join(filter(None, [own, *(text for text in more if any(map(str.isalpha, text)))]))


def columns_of(grid: Grid) -> Columns | None:
    """The columns of a table of criteria, None when no row is its heading. A heading may take two rows."""
    for at in range(min(len(grid), 40)):
        for rows in (1, 2):
            found = _read(grid[at : at + rows])
            if found:
                columns = Columns(*found, body=at + rows)
                body = columns.body + _under(grid[columns.body : columns.body + 2], columns)
                return replace(columns, body=body, ends=_ends(grid[at:body], columns))
    return None


def _ends(heading: Grid, columns: Columns) -> tuple[tuple[int, int], ...]:
    """How far the headings of texts and points go on to the right."""
    width = max(map(len, heading), default=0)
    titled = {at for row in heading for at, text in enumerate(row) if text.strip()}
    read = {columns.content, columns.max, columns.explain, columns.evidence} - {-1}
    ends = {at: next((each for each in range(at + 1, width) if each in titled), width) for at in sorted(read)}
    return tuple((at, end) for at, end in ends.items() if end - at > 1)


def _under(rows: Grid, columns: Columns) -> int:
    """How many rows under a heading still belong to it: parts of its columns, the numbers (1) (2) (3)."""
    more = 0
    for row in rows:
        said = [text for text in row if text.strip()]
        parts = not _at(row, columns.content) and any(_name(text) in ("self", "max", "appraised") for text in said)
        if not parts and not (len(said) > 2 and all(_COUNTED.fullmatch(text.strip()) for text in said)):
            break
        more += 1
    return more


def _at(row: Sequence[str], column: int) -> str:
    return row[column].strip() if 0 <= column < len(row) else ""


def _read(rows: Grid) -> tuple[int, int, int, int, int] | None:
    width = max(map(len, rows), default=0)
    names = {at: [_name(row[at]) for row in rows if at < len(row)] for at in range(width)}
    places = {key: next((at for at, said in names.items() if key in said), -1) for key in HEADINGS}
    if places["content"] < 0 or places["max"] < 0 or places["content"] == places["max"]:
        return None
    number = places["number"] if places["number"] < places["content"] else -1
    return number, places["content"], places["max"], places["explain"], places["evidence"]


def _name(text: str) -> str:
    """Which heading a cell is, "" where it is none; headings are short."""
    plain = " ".join(fold(text).replace("/", " ").replace("(", " ").replace(")", " ").split())
    if not plain or len(plain) > 60:
        return ""
    for key, words in HEADINGS.items():
        if any(plain == word or (key != "number" and _leads(plain, word)) for word in words):
            return key
    return ""


def _leads(plain: str, word: str) -> bool:
    return plain.startswith(f"{word} ") or (len(word) > 6 and word in plain)


def is_heading(row: Sequence[str], columns: Columns) -> bool:
    """Whether a row repeats the heading, as after a page break."""
    said = [_name(_at(row, at)) for at in (columns.content, columns.max)]
    return said == ["content", "max"]

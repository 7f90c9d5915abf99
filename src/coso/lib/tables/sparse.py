"""Sheets with stray cells far from the list: the strays are cut off before the reader reserves room for all between."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO

from .book import column_of

_CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]+)(\d+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_EMPTY_ROW = re.compile(rb'<row\s[^>]*?r="(\d+)"[^>]*?(?:/>|>\s*</row>)')
COLUMN_GAP, ROW_GAP = 100, 10_000
_FEW = 20


def without_strays(raw: bytes) -> tuple[bytes, int]:
    """A raw .xlsx sheet without its empty cells and the few beyond a wide gap of columns or rows; how many these are.

    If one filled cell in twenty stands so far out, they are left.
    """
    filled = [(column_of(cell[1].decode()), int(cell[2])) for cell in _CELL.finditer(raw) if cell[3]]
    right = _before_gap({column for column, _ in filled}, COLUMN_GAP)
    low = _before_gap({row for column, row in filled if column <= right}, ROW_GAP)
    strays = sum(column > right or row > low for column, row in filled)
    if strays * _FEW > len(filled):
        right, low, strays = 1 << 20, 1 << 30, 0

    def kept(cell: re.Match[bytes]) -> bytes:
        stray = not cell[3] or column_of(cell[1].decode()) > right or int(cell[2]) > low
        return b"" if stray else cell[0]

    cut = _CELL.sub(kept, raw)
    return _EMPTY_ROW.sub(lambda row: b"" if int(row[1]) > low else row[0], cut), strays


def _before_gap(places: Iterable[int], gap: int) -> int:
    """The last place that is reached without a step over more than `gap` empty ones."""
    last = 0
    for place in sorted(places):
        if place - last > gap:
            break
        last = place
    return last


def repacked(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> IO[bytes]:
    """The archive with some parts, by their name in lower case, put in the place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for part in archive.infolist():
            target.writestr(part.filename, parts.get(part.filename.lower()) or archive.read(part))
    out.seek(0)
    return out

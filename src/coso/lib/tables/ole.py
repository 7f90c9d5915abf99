"""Old .xls workbooks looked at before they are opened: a sound container, how far the cells reach, errors, passwords.

A damaged container or a cell far out would have the reader ask for memory until the process ends.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace

from .book import About, BadCell, TableError
from .packed import Look

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_BOOKS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_IN_HEADER = 109
_LAST = 0xFFFFFFFA
_BOF, _EOF, _PASSWORD, _SHEET, _DIMENSIONS = 0x809, 0x0A, 0x2F, 0x85, 0x200
_OPEN, _FROM_1904, _ROW, _FILTERED = 0x3D, 0x22, 0x208, 0x9B
_FORMULA, _BOOL_OR_ERROR, _MULTIPLE = 0x06, 0x205, (0xBD, 0xBE)
_CELLS = frozenset({_FORMULA, _BOOL_OR_ERROR, *_MULTIPLE, 0x201, 0x203, 0x204, 0xD6, 0xFD, 0x27E, 0x406})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def look_xls(raw: bytes) -> list[Look]:
    """One look per sheet of an .xls; raises TableError "encrypted" or "corrupt"."""
    try:
        stream = _Container(raw).book()
        starts, opened, from_1904 = _sheets(stream)
        looks = [_look_sheet(stream, start) for start in starts]
    except (struct.error, IndexError, KeyError) as error:
        raise TableError("corrupt") from error
    for n, look in enumerate(looks):
        look.about = replace(look.about, opened=n == opened, from_1904=from_1904)
    return looks


class _Container:
    """The sectors of an OLE file and the chains they are linked in."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        (shift,) = struct.unpack_from("<H", raw, 30)
        self.size = 1 << shift if shift in (9, 12) else 0
        self.count = len(raw) // self.size if self.size else 0
        head = struct.unpack_from("<9I", raw, 40)
        folders, tables, self.folder, _, self.cutoff, self.small, smalls, more, mores = head
        if max(folders, tables, smalls, mores) > self.count or self.cutoff != 4096:
            raise TableError("corrupt")
        numbers = [n for n in struct.unpack_from(f"<{_IN_HEADER}I", raw, 76) if n < _LAST]
        while more < _LAST:
            *found, more = self._numbers(more)
            numbers += [n for n in found if n < _LAST]
            if len(numbers) > self.count:
                raise TableError("corrupt")
        self.next = [link for n in numbers[:tables] for link in self._numbers(n)]

    def sector(self, n: int) -> bytes:
        """The n-th sector."""
        if n >= self.count:
            raise TableError("corrupt")
        return self.raw[(n + 1) * self.size : (n + 2) * self.size]

    def _numbers(self, n: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.size // 4}I", self.sector(n))

    def chain(self, n: int) -> bytes:
        """The sectors linked from the n-th on."""
        parts: list[bytes] = []
        while n < _LAST:
            parts.append(self.sector(n))
            n = self.next[n]
            if len(parts) > self.count:
                raise TableError("corrupt")
        return b"".join(parts)

    def book(self) -> bytes:
        """The stream of the workbook."""
        listed = list(self._names(self.chain(self.folder)))
        names = dict(listed)
        if any(name in names for name in _ENCRYPTED):
            raise TableError("encrypted")
        found = next((names[name] for name in _BOOKS if name in names), None)
        if found is None or found[1] > len(self.raw):
            raise TableError("corrupt")
        first, size = found
        # The reader walks all of these chains, whether the book needs them or not.
        # The first entry is the root, whatever it is called.
        pool, links = self.chain(listed[0][1][0]), self.chain(self.small)
        return (self.chain(first) if size >= self.cutoff else _small_chain(first, pool, links))[:size]

    def _names(self, folder: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(folder) - 127, 128):
            (length,) = struct.unpack_from("<H", folder, at + 64)
            name = folder[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            yield name, struct.unpack_from("<II", folder, at + 116)


def _small_chain(n: int, pool: bytes, table: bytes) -> bytes:
    """A stream of less than the cutoff, kept in pieces of 64 bytes."""
    links = struct.unpack(f"<{len(table) // 4}I", table)
    parts: list[bytes] = []
    while n < _LAST:
        parts.append(pool[n * 64 : n * 64 + 64])
        n = links[n]
        if len(parts) > len(links):
            raise TableError("corrupt")
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, length and place of each record up to the end of the part that begins there."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, length, at + 4
        depth += (kind == _BOF) - (kind == _EOF)
        at += 4 + length
        if kind == _EOF and depth <= 0:
            return


def _sheets(stream: bytes) -> tuple[list[int], int, bool]:
    """Where the sheets begin, which was open, and whether days count from 1904."""
    starts: list[int] = []
    opened, from_1904 = 0, False
    for kind, length, at in _records(stream, 0):
        if kind == _PASSWORD:
            raise TableError("encrypted")
        if kind == _SHEET:
            starts += struct.unpack_from("<I", stream, at)
        elif kind == _OPEN and length >= 12:
            (opened,) = struct.unpack_from("<H", stream, at + 10)
        elif kind == _FROM_1904:
            from_1904 = stream[at] == 1
    return starts, opened, from_1904


def _look_sheet(stream: bytes, start: int) -> Look:
    look, place, hidden, filtered = Look(odd=True), struct.Struct("<HH").unpack_from, 0, False
    for kind, length, at in _records(stream, start):
        if kind in _CELLS:
            row, column = place(stream, at)
            look.cells += 1
            if kind in _MULTIPLE:
                (last,) = struct.unpack_from("<H", stream, at + length - 2)
                look.cells, column = look.cells + last - column, last
            look.rows, look.columns = max(look.rows, row + 1), max(look.columns, column + 1)
            if kind in (_FORMULA, _BOOL_OR_ERROR) and (error := _error(stream, kind, at)):
                look.bad[row, column] = BadCell(error)
        elif kind == _DIMENSIONS and length >= 14:
            look.rows = max(look.rows, *struct.unpack_from("<I", stream, at + 4))
            look.columns = max(look.columns, *struct.unpack_from("<H", stream, at + 10))
        elif kind == _ROW:
            hidden += bool(stream[at + 12] & 0x20)
        elif kind == _FILTERED:
            filtered = True
    look.about = About(hidden_rows=hidden, filtered=filtered)
    return look


def _error(stream: bytes, kind: int, at: int) -> str | None:
    """The error a cell shows, if it shows one."""
    if kind == _BOOL_OR_ERROR:
        return _ERRORS.get(stream[at + 6]) if stream[at + 7] else None
    shows = stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2
    return _ERRORS.get(stream[at + 8]) if shows else None

"""Tables out of .xlsx, .xlsm, .xlsb, .xls, .ods, .csv and .tsv files, whatever state they arrive in."""

import zipfile
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .binary import BOOK, look_xlsb
from .book import About, BadCell, Book, Cell, Limits, Row, Sheet, TableError, column_of, letters, trim
from .clean import clean, looks_odd
from .delimited import read_text
from .headings import find_headings, heading_key
from .ole import MAGIC, look_xls
from .packed import (
    Look,
    book_facts,
    check_reach,
    check_sizes,
    check_xml,
    is_macro,
    is_sparse,
    look_ods,
    look_xlsx,
    opened_ods,
    sheet_parts,
    unpack,
    without_macros,
)
from .pause import collector_paused
from .sparse import repacked, without_strays
from .word import WordRow, WordTable, is_word, read_word

__all__ = [
    "About",
    "BadCell",
    "Book",
    "Cell",
    "Limits",
    "Row",
    "Sheet",
    "TableError",
    "WordRow",
    "WordTable",
    "collector_paused",
    "column_of",
    "find_headings",
    "heading_key",
    "is_word",
    "letters",
    "read_tables",
    "read_word",
]

_ZIP = b"PK\x03\x04"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_DAMAGE = (CalamineError, zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, NotImplementedError)
_USUAL = Limits()


def read_tables(path: Path | str, *, name: str | None = None, hidden: bool = False, limits: Limits = _USUAL) -> Book:
    """Read every sheet; a hidden one only if asked, else it is listed without rows.

    The format is told from the contents, never from the name. Raises TableError with a sentence for the person.
    """
    path = Path(path)
    try:
        with path.open("rb") as file, collector_paused():
            return Book(name or path.name, _read(file, path, hidden, limits))
    except FileNotFoundError as error:
        raise TableError("missing") from error
    except PasswordError as error:
        raise TableError("encrypted") from error
    except _DAMAGE as error:
        raise TableError("corrupt") from error
    except BaseException as error:
        # The reader's broken assertions are not of the kind Exception.
        if type(error).__name__ == "PanicException":
            raise TableError("corrupt") from error
        raise


def _read(file: IO[bytes], path: Path, hidden: bool, limits: Limits) -> list[Sheet]:
    size = path.stat().st_size
    if not size:
        raise TableError("empty")
    if size > limits.size:
        raise TableError("size")
    head = file.read(512)
    if head.startswith(_ZIP):
        return _read_zip(file, hidden, limits)
    if head.startswith(MAGIC):
        return _read_ole(file, hidden, limits)
    return [_read_plain(head + file.read(), path, limits)]


def _read_plain(raw: bytes, path: Path, limits: Limits) -> Sheet:
    suffix = path.suffix.lower()
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower().startswith(_MARKUP):
        raise TableError("web_page")
    if raw.startswith(_FOREIGN):
        raise TableError("format")
    try:
        rows = read_text(raw, limits)
    except TableError as error:
        if suffix in _WORKBOOKS and error.code == "encoding":
            raise TableError("corrupt") from error
        raise
    # Some programs write tab-separated text and call it .xls; one column of text under such a name is a damaged file.
    if suffix in _WORKBOOKS and max(map(len, rows), default=0) < 2:
        raise TableError("corrupt")
    rows, codes = _finish(rows, Look(odd=looks_odd(raw)))
    return Sheet(path.stem, hidden=False, rows=rows, about=About(codes=codes))


def _read_zip(file: IO[bytes], hidden: bool, limits: Limits) -> list[Sheet]:
    with zipfile.ZipFile(file) as archive:
        check_sizes(archive, limits)
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            looks, file = _look_xlsx(archive, file, limits)
        elif BOOK in names:
            looks = look_xlsb(archive)
            for n, look in enumerate(looks, start=1):
                check_reach(look, str(n), limits)
        elif "content.xml" in names and b"spreadsheet" in archive.read("mimetype"):
            looks = _look_ods(archive, file, limits)
        else:
            raise TableError("format")
        return _read_book(file, hidden, looks)


def _look_xlsx(archive: zipfile.ZipFile, file: IO[bytes], limits: Limits) -> tuple[list[Look], IO[bytes]]:
    """A look a sheet, and the file to be read: a copy without stray cells where there are such."""
    sheets, (opened, from_1904) = sheet_parts(archive), book_facts(archive)
    names = {part: name for name, part in sheets}
    looks: dict[str, Look] = {}
    cut: dict[str, bytes] = {}
    odd = False
    for part in archive.infolist():
        name, chunks = part.filename.lower(), unpack(file, part)
        if name in names:
            looks[name] = look_xlsx(chunks)
            if is_sparse(looks[name], limits):
                cut[name], strays = without_strays(archive.read(part))
                looks[name] = look_xlsx(iter([cut[name]]))
                looks[name].about = replace(looks[name].about, strays=strays)
            check_reach(looks[name], names[name], limits)
        elif name.endswith((".xml", ".rels")):
            seen = [looks_odd(chunk) for chunk in chunks]
            odd = odd or (any(seen) and name.endswith("sharedstrings.xml"))
    found = [looks.get(part, Look()) for _, part in sheets]
    for n, look in enumerate(found):
        look.odd = look.odd or odd
        look.about = replace(look.about, opened=n == opened, from_1904=from_1904)
    if any(map(is_macro, names)):
        cut["xl/workbook.xml"] = without_macros(archive, sheets)
        found = [look for look, (_, part) in zip(found, sheets, strict=True) if not is_macro(part)]
    return found, repacked(archive, cut) if cut else file


def _look_ods(archive: zipfile.ZipFile, file: IO[bytes], limits: Limits) -> list[Look]:
    manifest = archive.read("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise TableError("encrypted")
    raw = b"".join(unpack(file, archive.getinfo("content.xml")))
    check_xml(manifest)
    check_xml(raw)
    looks = look_ods(raw, opened_ods(archive))
    for n, look in enumerate(looks, start=1):
        check_reach(look, str(n), limits)
    return looks


def _read_ole(file: IO[bytes], hidden: bool, limits: Limits) -> list[Sheet]:
    file.seek(0)
    looks = look_xls(file.read())
    for n, look in enumerate(looks, start=1):
        check_reach(look, str(n), limits)
    return _read_book(file, hidden, looks)


def _read_book(file: IO[bytes], hidden: bool, looks: list[Look]) -> list[Sheet]:
    file.seek(0)
    sheets = []
    with closing(CalamineWorkbook.from_filelike(file)) as book:
        for n, about in enumerate(book.sheets_metadata):
            look = looks[n] if n < len(looks) else Look()
            if about.typ == SheetTypeEnum.WorkSheet:
                sheets.append(_read_sheet(book, about, look, hidden))
    return sheets


def _read_sheet(book: CalamineWorkbook, about: SheetMetadata, look: Look, hidden: bool) -> Sheet:
    unseen = about.visible != SheetVisibleEnum.Visible
    if unseen and not hidden:
        return Sheet(about.name, unseen, [])
    sheet = book.get_sheet_by_name(about.name)
    rows, codes = _finish(cast("list[Row]", sheet.to_python(skip_empty_area=False)), look)
    merged = tuple(sheet.merged_cell_ranges or ())
    return Sheet(about.name, unseen, rows, merged, replace(look.about, codes=codes))


def _finish(rows: list[Row], look: Look) -> tuple[list[Row], str]:
    """The rows as a reader sees them, and the old codes they were written in."""
    rows, codes = clean(rows, odd=look.odd)
    if look.bad:
        _put(rows, look.bad)
    return trim(rows), codes


def _put(rows: list[Row], bad: dict[tuple[int, int], BadCell]) -> None:
    width = max(max(map(len, rows), default=0), 1 + max(column for _, column in bad))
    rows.extend([] for _ in range(1 + max(row for row, _ in bad) - len(rows)))
    for row in rows:
        row.extend([""] * (width - len(row)))
    for (number, column), cell in bad.items():
        rows[number][column] = cell

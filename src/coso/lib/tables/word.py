"""Tables out of a .docx: text as a reader sees it (insertions in, deletions out), a merged cell once, at its corner."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from .book import Limits, TableError
from .ole import MAGIC
from .packed import check_sizes, unpack

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DAMAGE = (zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, EOFError, ValueError, NotImplementedError)
_OFF = ("0", "false", "off")
WIDEST = 64
LIMITS = Limits(size=30 << 20, unpacked=200 << 20, ratio=200, ratio_from=4 << 20, area=300_000)
TEXT = 24 << 20


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row: one text per column of the table, "" where a merged cell goes on; `numbered`: the program numbers it."""

    cells: tuple[str, ...]
    bold: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table, counted from 1, with the paragraph that stands before it."""

    n: int
    caption: str
    rows: tuple[WordRow, ...]


def read_word(path: Path | str, *, limits: Limits = LIMITS) -> list[WordTable]:
    """Every table of a .docx that is in no other table. Raises TableError with a sentence for the person."""
    try:
        with Path(path).open("rb") as file:
            root = ET.fromstring(_document(file, limits))  # noqa: S314 - a document type is refused
            return _tables(root, limits)
    except FileNotFoundError as error:
        raise TableError("missing") from error
    except _DAMAGE as error:
        raise TableError("word_corrupt") from error


def read_lines(path: Path | str, *, limits: Limits = LIMITS) -> list[str]:
    """Every line of a .docx as it is read, a cell of a table on lines of its own. Raises TableError as `read_word`."""
    try:
        with Path(path).open("rb") as file:
            root = ET.fromstring(_document(file, limits))  # noqa: S314 - a document type is refused
            return [line for each in _outermost(root, {"p"}) for line in _text(each).split("\n") if line]
    except FileNotFoundError as error:
        raise TableError("missing") from error
    except _DAMAGE as error:
        raise TableError("word_corrupt") from error


def is_word(path: Path | str) -> bool:
    """Whether a file is a Word document by its contents, an old or a locked one included."""
    with Path(path).open("rb") as file:
        head = file.read(8)
        file.seek(0)
        if head.startswith(MAGIC):
            raw = file.read(LIMITS.size)
            return "WordDocument".encode("utf-16-le") in raw or (_ENCRYPTED in raw and Path(path).suffix == ".docx")
        try:
            with zipfile.ZipFile(file) as archive:
                return any(_DOCUMENT.fullmatch(name) for name in archive.namelist())
        except _DAMAGE:
            return Path(path).suffix.lower() in (".docx", ".doc")


def _document(file: IO[bytes], limits: Limits) -> bytes:
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise TableError("empty")
    if size > limits.size:
        raise TableError("size")
    if file.read(8).startswith(MAGIC):
        file.seek(0)
        raise TableError("word_locked" if _ENCRYPTED in file.read() else "word_old")
    with zipfile.ZipFile(file) as archive:
        check_sizes(archive, limits)
        part = next((part for part in archive.infolist() if _DOCUMENT.fullmatch(part.filename)), None)
        if part is None:
            raise TableError("word_format")
        return _whole(file, part)


def _whole(file: IO[bytes], part: zipfile.ZipInfo) -> bytes:
    parts, size = [], 0
    for chunk in unpack(file, part):
        size += len(chunk)
        if size > TEXT:
            raise TableError("bomb")
        parts.append(chunk)
    raw = b"".join(parts)
    if b"<!DOCTYPE" in raw or b"<\0!\0D\0O\0C\0T\0Y\0P\0E" in raw:
        raise TableError("word_corrupt")
    return raw


def _tag(element: ET.Element) -> str:
    return element.tag.removeprefix(_W).removeprefix(_STRICT)


def _tables(root: ET.Element, limits: Limits) -> list[WordTable]:
    found: list[WordTable] = []
    caption, room = "", limits.area
    for element in _outermost(root, {"p", "tbl"}):
        if _tag(element) == "p":
            caption = _text(element) or caption
            continue
        rows = tuple(_row(row) for row in _outermost(element, {"tr"}))
        room -= sum(len(row.cells) for row in rows)
        if room < 0:
            raise TableError("size")
        found.append(WordTable(len(found) + 1, caption, rows))
        caption = ""
    return found


def _outermost(root: ET.Element, tags: set[str]) -> Iterator[ET.Element]:
    """The elements of these tags in their order, not looking inside those found."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if _tag(element) in tags:
            yield element
        elif _tag(element) != "del":
            waiting += reversed(element)


def _row(row: ET.Element) -> WordRow:
    cells = [""] * _number(row, "trPr", "gridBefore", 0)
    bold, numbered = [], False
    for cell in _outermost(row, {"tc"}):
        goes_on = _goes_on(cell)
        text = "" if goes_on else "\n".join(filter(None, map(_text, _outermost(cell, {"p"}))))
        numbered = numbered or (not cells and not text and not goes_on and _has(cell, "numPr"))
        bold += [_is_bold(cell)] if text else []
        cells += [text, *[""] * (_number(cell, "tcPr", "gridSpan", 1) - 1)]
    return WordRow(tuple(cells[:WIDEST]), bool(bold) and all(bold[:2]), numbered)


def _child(element: ET.Element | None, name: str) -> ET.Element | None:
    return next((each for each in element if _tag(each) == name), None) if element is not None else None


def _value(element: ET.Element) -> str:
    return element.get(f"{_W}val") or element.get(f"{_STRICT}val") or ""


def _number(element: ET.Element, properties: str, name: str, usual: int) -> int:
    found = _child(_child(element, properties), name)
    text = _value(found) if found is not None else ""
    return min(max(int(text), usual), WIDEST) if text.isdecimal() else usual


def _goes_on(cell: ET.Element) -> bool:
    merge = _child(_child(cell, "tcPr"), "vMerge")
    return merge is not None and _value(merge) != "restart"


def _has(element: ET.Element, name: str) -> bool:
    return any(_tag(each) == name for each in element.iter())


_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _text(paragraph: ET.Element) -> str:
    """What is read of a paragraph, blanks made one."""
    parts = []
    for element in _outermost(paragraph, {"t", *_SIGNS}):
        parts.append(_SIGNS.get(_tag(element), element.text or ""))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _is_bold(cell: ET.Element) -> bool:
    runs = [run for run in cell.iter() if _tag(run) == "r" and _text(run)]
    marks = [_child(_child(run, "rPr"), "b") for run in runs]
    return bool(marks) and all(mark is not None and _value(mark) not in _OFF for mark in marks)

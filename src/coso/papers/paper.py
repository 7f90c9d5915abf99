"""One plain description of a paper in the layout of NĐ 30/2020 (annex I); Word, PDF and Excel are made from it.

Papers are Vietnamese whatever the reader's language. A paper is plain data: it goes into JSON and comes back the same,
and so an issued one keeps its figures.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from coso.lib.points import show_points
from coso.lib.shares import show_tenths

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BLANK, DOTS = "……………………", "……"
SMALL, USUAL, MANY = 10, 12, 8

Cell = str | int | None
Shape = Literal["text", "count", "points", "share"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; `plain` has no first-line indent, `lead` is a bold beginning ("Điều 1.")."""

    text: str
    bold: bool = False
    italic: bool = False
    centred: bool = False
    plain: bool = False
    lead: str = ""


@dataclass(frozen=True)
class Listing:
    """Items of a list, each on its own line after a dash."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. `width` is its part of the whole; `shape` says what its numbers are.

    A count is a whole number, points are thousandths, a share is tenths of a per cent. None is a dash.
    """

    title: str
    width: int
    shape: Shape = "text"
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """A row of a table; `wide` has one cell over all columns."""

    cells: tuple[Cell, ...]
    strong: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Table:
    """A table; its headings stand again on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True)
class Signature:
    """Who signs: the authority (TM., KT. …), the post, the name where it is known."""

    authority: str
    post: str
    name: str = ""


Block = Paragraph | Listing | Table


@dataclass(frozen=True)
class Paper:
    """A paper. `symbol` follows the number ("QĐ-LĐLĐ"); `on` is None, `number` empty until they are known.

    `kind` is the kind in capitals ("QUYẾT ĐỊNH"), `about` its abstract. `notices` stand above everything else, as
    that the rubric is unofficial; `footer` below the signatures, as the seal of the journal; `annex` on new pages.
    """

    upper: str
    issuer: str
    symbol: str
    place: str
    kind: str
    about: str
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    addressee: str = ""
    number: str = ""
    on: str = ""
    year: int = 0
    landscape: bool = False
    annex: tuple[Block, ...] = ()

    @property
    def title(self) -> str:
        """The paper's name in one line: "Quyết định về việc …"."""
        return f"{self.kind.capitalize()} {self.about[:1].lower()}{self.about[1:]}".strip()

    @property
    def number_line(self) -> str:
        """The line of number and symbol; a blank to be filled by hand while no number is known."""
        return f"Số: {self.number}" if self.number else f"Số:       /{self.symbol}"

    @property
    def date_line(self) -> str:
        """Place and day; NĐ 30/2020 writes days below 10 and months below 3 with a leading 0."""
        if not self.on:
            return f"{self.place}, ngày      tháng      năm {self.year or '20…'}"
        day = dt.date.fromisoformat(self.on)
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{self.place}, ngày {day.day:02d} tháng {month} năm {day.year}"

    def numbered(self, number: str, on: dt.date | None) -> "Paper":
        """The same paper with the number and the day it was given after signing."""
        return dataclasses.replace(self, number=number, on=on.isoformat() if on else "")

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [block for block in (*self.blocks, *self.annex) if isinstance(block, Table)]


def shown(cell: Cell, shape: Shape) -> str:
    """A cell as it is written in Vietnamese: 1.006, 4,5, 84,7; a dash where nothing is known."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if shape == "points":
        return show_points(cell)
    if shape == "share":
        return show_tenths(cell)
    return f"{cell:,}".replace(",", ".")


def capitals(name: str) -> str:
    """A name in capitals for the heading; its last two words stay on one line: "NGHỆ AN"."""
    return "\N{NO-BREAK SPACE}".join(name.upper().rsplit(" ", 1))


def printable(text: str) -> str:
    """A text without the control characters that no file format of ours may hold; breaks become spaces."""
    return FORBIDDEN.sub(" ", text)


def text_size(table: Table) -> int:
    """The size in points of a table's text: smaller where it has many columns."""
    return SMALL if len(table.columns) >= MANY else USUAL


def cleaned(paper: Paper) -> Paper:
    """The same paper with printable texts only."""
    return from_json(_cleaned(to_json(paper)))


def _cleaned(data: Any) -> Any:
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, dict):
        return {name: _cleaned(value) for name, value in data.items()}
    return [_cleaned(each) for each in data] if isinstance(data, list | tuple) else data


_BLOCKS: dict[str, type[Block]] = {"paragraph": Paragraph, "listing": Listing, "table": Table}


def to_json(paper: Paper) -> dict[str, Any]:
    """A paper as plain data."""
    out = dataclasses.asdict(paper)
    names = {kind: name for name, kind in _BLOCKS.items()}
    for part in ("blocks", "annex"):
        for block, row in zip(getattr(paper, part), out[part], strict=True):
            row["is"] = names[type(block)]
    return out


def from_json(data: Mapping[str, Any]) -> Paper:
    """A paper out of plain data, as `to_json` made it."""
    facts = dict(data)
    for part in ("blocks", "annex"):
        facts[part] = tuple(_block(row) for row in facts[part])
    facts["signatures"] = tuple(Signature(**row) for row in facts["signatures"])
    for name in ("recipients", "notices", "footer"):
        facts[name] = tuple(facts[name])
    return Paper(**facts)


def _block(data: Mapping[str, Any]) -> Block:
    facts = {name: value for name, value in data.items() if name != "is"}
    if data["is"] == "table":
        rows = tuple(Row(**{**row, "cells": tuple(row["cells"])}) for row in facts["rows"])
        return Table(tuple(Column(**column) for column in facts["columns"]), rows, facts["caption"])
    if data["is"] == "listing":
        return Listing(tuple(facts["items"]))
    return Paragraph(**facts)

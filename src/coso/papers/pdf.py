"""A paper as PDF. The template reads the paper as data, so no text of it is ever taken for markup."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from coso.papers.paper import MOTTO, NATION, Paper, Table, capitals, cleaned, shown, text_size, to_json

TEMPLATE = (Path(__file__).parent / "paper.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Times New Roman or its like where the machine has it; else the serif that typst brings, Vietnamese complete."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def render_pdf(paper: Paper) -> bytes:
    """The paper as a PDF file."""
    source = json.dumps(_shown(cleaned(paper)), ensure_ascii=False)
    compiler = typst.Compiler(input=TEMPLATE, font_paths=_fonts(), sys_inputs={"paper": source})
    made = compiler.compile(format="pdf", pdf_tags=False)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no file")
    return made


def _shown(paper: Paper) -> dict[str, Any]:
    data = to_json(paper)
    data |= {"title": paper.title, "number_line": paper.number_line, "date_line": paper.date_line}
    data |= {"upper_capitals": capitals(paper.upper), "issuer_capitals": capitals(paper.issuer)}
    data |= {"nation": NATION, "motto": MOTTO}
    blocks = zip([*data["blocks"], *data["annex"]], [*paper.blocks, *paper.annex], strict=True)
    for block, table in blocks:
        if isinstance(table, Table):
            block["rows"] = [_row(table, row) for row in block["rows"]]
            block["size"] = text_size(table)
    return data


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    shapes = [column.shape for column in table.columns]
    return {**row, "cells": [shown(cell, shapes[at]) for at, cell in enumerate(row["cells"])]}

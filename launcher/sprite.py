"""One SVG file that holds the icons named in a list."""

import re
from pathlib import Path

from launcher.say import StopError

BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BLANK = re.compile(r"<path[^>]*d=\"M0 0h24v24H0z\"[^>]*/>")
PEN = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


def names_of(listing: Path) -> list[str]:
    """The names in the list, one a line; empty lines and lines with # are notes."""
    if not listing.is_file():
        return []
    lines = (line.strip() for line in listing.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def symbol(name: str, svg: str) -> str:
    found = BODY.search(svg)
    if not found:
        raise StopError(f"Biểu tượng không đọc được: {name}")
    body = " ".join(BLANK.sub("", found[1]).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24" {PEN}>{body}</symbol>'


def sprite(folder: Path, names: list[str]) -> str:
    """The icons as symbols, to be shown with <use href="icons.svg#name">."""
    missing = [name for name in names if not (folder / f"{name}.svg").is_file()]
    if missing:
        raise StopError(f"icons.txt nêu biểu tượng không có: {', '.join(missing)}")
    symbols = [symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in names]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>"]) + "\n"

"""Tiles of a map of branches: as large as they have unions, coloured by how far they are from the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from squarify import normalize_sizes, squarify

from coso.results.by_unit import Branch

WIDTH, HEIGHT = 100.0, 60.0
SMALL = 0.018
# From a gap in points of a per cent: the class of the colour and the sign that says the same without colour.
STEPS = ((Fraction(5, 100), "to-over", "↑"), (Fraction(0), "to-met", "✓"), (Fraction(-5, 100), "to-near", "="))
LOW = (Fraction(-10, 100), "to-low", "↓")
LEAST = ("to-least", "⇊")


@dataclass(frozen=True)
class Tile:
    """A tile in per cent of the map; several small branches may share one."""

    branches: tuple[Branch, ...]
    good: int
    below: int
    share: Fraction | None
    tone: str
    sign: str
    left: str
    top: str
    width: str
    height: str
    tight: bool


def tone_of(gap: Fraction | None) -> tuple[str, str]:
    """The class and the sign of a gap to the target."""
    if gap is None:
        return "to-unknown", "–"
    steps = (*STEPS, LOW)
    return next(((tone, sign) for at, tone, sign in steps if gap >= at), LEAST)


def tiles(rows: Sequence[Branch], stratum: str) -> list[Tile]:
    """The map of some branches for a stratum, largest first; those too small to read share one tile at the end."""
    sized = [(row, _below(row, stratum)) for row in rows]
    held = sorted(((row, n) for row, n in sized if n), key=lambda pair: -pair[1])
    total = sum(n for _row, n in held)
    small = [pair for pair in held if pair[1] < SMALL * total]
    groups = [[pair] for pair in held if pair not in small or len(small) == 1]
    if len(small) > 1:
        groups.append(small)
    groups.sort(key=lambda group: -sum(n for _row, n in group))
    sizes = normalize_sizes([sum(n for _row, n in group) for group in groups], WIDTH, HEIGHT)
    places = squarify(sizes, 0, 0, WIDTH, HEIGHT) if sizes else []
    return [_tile([row for row, _n in group], stratum, place) for group, place in zip(groups, places, strict=True)]


def _tile(rows: list[Branch], stratum: str, place: dict[str, float]) -> Tile:
    known = [(good, _below(row, stratum)) for row in rows if (good := row.good(stratum)) is not None]
    good, below = sum(good for good, _n in known), sum(n for _good, n in known)
    share = rows[0].share(stratum) if len(rows) == 1 else Fraction(good, below) if below else None
    target = rows[0].target(stratum)
    tone, sign = tone_of(None if share is None or target is None else share - target)
    return Tile(
        branches=tuple(rows),
        good=good,
        below=below or sum(_below(row, stratum) for row in rows),
        share=share,
        tone=tone,
        sign=sign,
        left=f"{place['x']:.2f}%",
        top=f"{100 * place['y'] / HEIGHT:.2f}%",
        width=f"{place['dx']:.2f}%",
        height=f"{100 * place['dy'] / HEIGHT:.2f}%",
        tight=place["dx"] < 11 or place["dy"] < 11,
    )


def _below(row: Branch, stratum: str) -> int:
    return row.result.strata[stratum].denominator(row.result.denominator)

"""Rules in the few signs that a person types into one box: "0,5" · "1 = 3; 2 = 4" · "50% - 100%" · "0; 1; 2"."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coso.lib.points import read_points, show_points
from coso.rubrics.grammar.model import Deduct, IfTrue, Levels, Linear, PerOccurrence, Rule, Steps, Typed, Unstated
from coso.rubrics.grammar.wording import number_in_words
from coso.rubrics.grammar.writing import in_points

TYPED, IF_TRUE, PER, DEDUCT, STEPS, LINEAR, LEVELS = "typed", "if_true", "per", "deduct", "steps", "linear", "levels"
KINDS: dict[str, str] = {
    TYPED: "typed",
    IF_TRUE: "yes_no",
    PER: "per_occurrence",
    DEDUCT: "quantity",
    STEPS: "quantity",
    LINEAR: "quantity",
    LEVELS: "judged",
}
_OF: dict[type, str] = {
    Typed: TYPED,
    IfTrue: IF_TRUE,
    PerOccurrence: PER,
    Deduct: DEDUCT,
    Steps: STEPS,
    Linear: LINEAR,
    Levels: LEVELS,
    Unstated: "",
}


class ShorthandError(ValueError):
    """The box cannot be read as a rule of this kind."""


def kind_of(rule: Rule) -> str:
    """The kind of a rule as forms name it; "" where the source says none."""
    return _OF[type(rule)]


def shorthand(rule: Rule, *, share: bool = False) -> str:
    """What stands in the box of a rule; a share is written in per cent."""
    match rule:
        case PerOccurrence(points, _):
            return show_points(points)
        case Deduct(points, floor):
            return show_points(points) if not floor else f"{show_points(points)}; {show_points(floor)}"
        case Steps(steps):
            return "; ".join(f"{_shown(at, share)} = {show_points(points)}" for at, points in steps)
        case Linear(low, high, _):
            return f"{_shown(low, share)} - {_shown(high, share)}"
        case Levels(levels):
            return "; ".join(show_points(points) for _, points in levels)
        case _:
            return ""


def _shown(number: Fraction, share: bool) -> str:
    return number_in_words(number, share=share).replace("\N{NO-BREAK SPACE}", "")


def read_shorthand(kind: str, text: str, maximum: int, levels: list[str]) -> dict[str, Any]:
    """The data of a rule. `levels` are the keys of the levels in their order. Raises ShorthandError."""
    build = _BUILDERS.get(kind)
    if build is None:
        raise ShorthandError(kind)
    return build(text, maximum, levels)


def read_number(text: str) -> Fraction:
    """A number as a person types it: 1, 0,5 or 50%. Raises ShorthandError."""
    found = re.fullmatch(r"\s*(-?\d{1,9}(?:[.,]\d{1,4})?)\s*(%?)\s*", text)
    if not found:
        raise ShorthandError(text)
    return Fraction(found[1].replace(",", ".")) / (100 if found[2] else 1)


def show_number(number: Fraction) -> str:
    """A decimal number in full, as a person types it: 1/8 is 0,125."""
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _points(text: str) -> Fraction:
    points = read_points(text)
    if points is None:
        raise ShorthandError(text)
    return in_points(points)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _per(text: str, maximum: int, _levels: list[str]) -> dict[str, Any]:
    return {"per": _points(text), "cap": in_points(maximum)}


def _deduct(text: str, _maximum: int, _levels: list[str]) -> dict[str, Any]:
    parts = _parts(text)
    if not 1 <= len(parts) <= 2:
        raise ShorthandError(text)
    return {"deduct": _points(parts[0]), "floor": _points(parts[1]) if parts[1:] else 0}


def _steps(text: str, _maximum: int, _levels: list[str]) -> dict[str, Any]:
    pairs = [part.split("=") for part in _parts(text)]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise ShorthandError(text)
    return {"steps": [[read_number(at), _points(points)] for at, points in pairs]}


def _linear(text: str, _maximum: int, _levels: list[str]) -> dict[str, Any]:
    ends = re.split(r"\s+[-–]\s+|(?<=[\d%])[-–]", text.strip())
    if len(ends) != 2:
        raise ShorthandError(text)
    return {"linear": [read_number(end) for end in ends]}


def _chosen(text: str, _maximum: int, levels: list[str]) -> dict[str, Any]:
    parts = _parts(text)
    if not parts or len(parts) != len(levels):
        raise ShorthandError(text)
    return {"levels": [[key, _points(part)] for key, part in zip(levels, parts, strict=True)]}


_BUILDERS: Mapping[str, Callable[[str, int, list[str]], dict[str, Any]]] = {
    TYPED: lambda *_: {"typed": True},
    IF_TRUE: lambda _text, maximum, _levels: {"if_true": in_points(maximum)},
    PER: _per,
    DEDUCT: _deduct,
    STEPS: _steps,
    LINEAR: _linear,
    LEVELS: _chosen,
}

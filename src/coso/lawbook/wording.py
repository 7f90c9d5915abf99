"""Answers of law in words and in JSON: numbers, shares and days as each language writes them."""

import datetime as dt
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coso.law.answering import NOT_KNOWN, Answer, Given, Said, Share
from coso.lib.dates import show_day

_TENTHS, _PLACES = 1000, 2
_SWAP = str.maketrans(",.", ".,")


def sentence(said: Said) -> str:
    """A sentence of law in the language of the reader."""
    if said.vi:
        return said.vi if get_language() == "vi" else said.text
    return _(said.text).format(**{name: shown(value) for name, value in said.places.items()})


def shown(value: Given) -> str:
    """A value as people read it: days as 22/11/2026, shares in per cent, amounts with their groups."""
    match value:
        case None:
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case dt.date():
            return show_day(value)
        case Share():
            return share(value)
        case int() | Fraction():
            return number(value)
    return value


def number(value: int | Fraction) -> str:
    """A number with its groups, to two places."""
    value = Fraction(value)
    text = f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.{_PLACES}f}".rstrip("0")
    return text.translate(_SWAP) if get_language() == "vi" else text


def share(value: Fraction) -> str:
    """A share in per cent, or as 2/3 where per cent would round it."""
    exact = (value * _TENTHS).denominator == 1
    return f"{number(value * 100)} %" if exact else f"{value.numerator}/{value.denominator}"


def plain(answer: Answer) -> dict[str, object]:
    """An answer for JSON: days as 2026-11-22, whole numbers as integers, others as decimals."""
    said: dict[str, object] = {key: _plain(value) for key, value in answer.values.items()}
    said |= {"source": answer.source, "status": answer.status}
    if answer.reason:
        said["reason"] = sentence(answer.reason)
    if answer.status != NOT_KNOWN:
        said["steps"] = [sentence(step) for step in answer.steps]
    return said


def _plain(value: Given) -> object:
    match value:
        case Fraction():
            return int(value) if value.denominator == 1 else float(value)
        case dt.date():
            return value.isoformat()
    return value

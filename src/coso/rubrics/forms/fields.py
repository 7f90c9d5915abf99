"""What the forms of a draft are made of: points, shares, numbers and days of a year as people write them."""

import datetime as dt
import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coso.lib.points import read_points
from coso.lib.text import fold
from coso.rubrics.grammar.editing import Data
from coso.rubrics.grammar.model import WindowDay
from coso.rubrics.grammar.shorthand import ShorthandError, read_number, show_number

DAY = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*(.*)")
BEFORE = {"": 0, "nam truoc": 1, "year before": 1, **{f"n-{n}": n for n in range(1, 10)}}


class DraftForm(forms.Form):
    """A form that edits the data of a draft; `seen` is the act on which the page was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def edit(self, data: Data) -> None:
        """Writes what the form says into a rubric's data."""
        raise NotImplementedError

    def place_of(self, where: str) -> str | None:
        """The field that a fault of the grammar belongs to, None where it is none of the form's."""
        raise NotImplementedError


def bound(form: forms.Form, *names: str) -> list[forms.BoundField]:
    """Fields of a form by name."""
    return [form[name] for name in names]


def part_of(where: str) -> str:
    """The name after the member in a place of the grammar: gates[K1].applies_to[2] is applies_to."""
    return where.partition("].")[2].partition(".")[0].partition("[")[0]


def _narrow() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "narrow"})


class PointsField(forms.CharField):
    """Points as people write them, 4,5; given as thousandths."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=12, widget=_narrow(), **options)

    def clean(self, value: Any) -> Any:
        """The points, None where nothing is typed."""
        text = super().clean(value)
        points = read_points(text) if text else None
        if text and (points is None or points < 0):
            raise ValidationError(_("Not a number; write points as 4,5."))
        return points


class NumberField(forms.CharField):
    """A number as people write it, 1, 0,5 or 50%; given as an exact fraction."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=16, widget=_narrow(), **options)

    def clean(self, value: Any) -> Any:
        """The number, None where nothing is typed."""
        text = super().clean(value)
        try:
            return read_number(text) if text else None
        except ShorthandError as wrong:
            raise ValidationError(_("Not a number; write it as 1, 0,5 or 50%.")) from wrong


class ShareField(NumberField):
    """A share in per cent, 20 or 12,5; given as a fraction between 0 and 1."""

    def clean(self, value: Any) -> Any:
        """The share, None where nothing is typed."""
        share = super().clean(str(value or "").replace("%", ""))
        if share is not None and not 0 <= share <= 100:
            raise ValidationError(_("A share lies between 0 and 100 %."))
        return None if share is None else share / 100


def in_percent(share: Fraction) -> str:
    """A share as the field for it shows it: 1/8 is 12,5."""
    return show_number(share * 100)


class YearDayField(forms.CharField):
    """A day of the graded year, 30/11, or of the year before it, 01/12 năm trước; given as a WindowDay."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def clean(self, value: Any) -> Any:
        """The day, None where nothing is typed."""
        text = super().clean(value)
        day = _year_day(text) if text else None
        if text and day is None:
            raise ValidationError(_("Write day and month, as 30/11; for the year before: 01/12 year before."))
        return day


def _year_day(text: str) -> WindowDay | None:
    match = DAY.fullmatch(text)
    before = BEFORE.get(fold(match[3])) if match else None
    if match is None or before is None:
        return None
    try:
        dt.date(2001, int(match[2]), int(match[1]))
    except ValueError:
        return None
    return WindowDay(before, int(match[2]), int(match[1]))


def show_year_day(day: WindowDay) -> str:
    """A day of the graded year as people write it."""
    text = f"{day.day:02}/{day.month:02}"
    if day.years_before == 1:
        return gettext("{day} year before").format(day=text)
    return f"{text} N-{day.years_before}" if day.years_before else text

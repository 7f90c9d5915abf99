"""The rows of the page: every parameter and every year of holidays, with values, dates, sources and status."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from coso.law import Gap, Parameter, Value, parameters
from coso.law.workdays import calendar
from coso.lawbook.wording import number, share
from coso.lib.dates import show_day
from coso.lib.text import fold

TOPICS = {
    "pay": gettext_noop("Wages and pay"),
    "rest": gettext_noop("Hours, rest and leave"),
    "holidays": gettext_noop("Public holidays"),
    "dialogue": gettext_noop("Dialogue and conferences"),
    "bargaining": gettext_noop("Bargaining, agreements, disputes"),
    "union": gettext_noop("Founding and officers of a union"),
    "finance": gettext_noop("Union fund and dues"),
    "parameters": gettext_noop("Grading, and numbers of this software"),
}
STATUSES = {
    "P": gettext_noop("text read"),
    "S": gettext_noop("second source"),
    "M": gettext_noop("from memory, to be checked"),
    "I": gettext_noop("inferred"),
    "O": gettext_noop("our own choice"),
    "?": gettext_noop("looked for and not found"),
    "chưa rõ": gettext_noop("not known"),
}
UNITS = {
    "dong": gettext_noop("đ"),
    "person": gettext_noop("people"),
    "day": gettext_noop("days"),
    "workday": gettext_noop("working days"),
    "hour": gettext_noop("hours"),
    "minute": gettext_noop("minutes"),
    "second": gettext_noop("seconds"),
    "month": gettext_noop("months"),
    "year": gettext_noop("years"),
    "time": gettext_noop("times"),
    "month_of_pregnancy": gettext_noop("month of pregnancy"),
}


@dataclass(frozen=True)
class Held:
    """A value from a day on, as the page shows it."""

    since: str
    text: str
    status: str
    source: str
    now: bool = False


@dataclass(frozen=True)
class Row:
    """A parameter as the page shows it: the newest value first."""

    key: str
    title: str
    topic: str
    source: str
    values: tuple[Held, ...]
    words: str


def rows(today: dt.date) -> Iterator[Row]:
    """Every row, topic by topic."""
    for topic in TOPICS:
        if topic == "holidays":
            yield from _holidays(today)
        yield from (_row(each, today) for each in parameters().values() if each.topic == topic)


def found(today: dt.date, topic: str, asked: str) -> list[Row]:
    """The rows of a topic (all without one) in which every word asked for stands, tones or not."""
    words = fold(asked).split()
    return [each for each in rows(today) if topic in ("", each.topic) and all(word in each.words for word in words)]


def _row(held: Parameter, today: dt.date) -> Row:
    current = max((each.since for each in held.history if each.since <= today), default=None)
    values = tuple(_held(held, each, each.since == current) for each in reversed(held.history))
    source = "; ".join(held.references)
    words = " ".join((held.key, held.vi, held.en, source, *(each.source + " " + each.text for each in values)))
    return Row(held.key, held.vi if get_language() == "vi" else held.en, held.topic, source, values, fold(words))


def _held(held: Parameter, each: Value | Gap, now: bool) -> Held:
    since = show_day(each.since)
    if isinstance(each, Gap):
        return Held(since, _("not known"), status("?"), each.vi if get_language() == "vi" else each.en, now)
    return Held(since, _figure(held, each), status(each.status), "; ".join(each.references), now)


def _figure(held: Parameter, value: Value) -> str:
    if held.unit == "share":
        return f"> {share(value.number)}" if held.strict else share(value.number)
    return f"{number(value.number)} {_(UNITS[held.unit])}" if held.unit in UNITS else number(value.number)


def status(letter: str) -> str:
    """A status in words."""
    return f"{letter}: {_(STATUSES[letter])}" if len(letter) == 1 else _(STATUSES[letter])


def _holidays(today: dt.date) -> Iterator[Row]:
    source = "; ".join(calendar().references)
    for year, held in sorted(calendar().years.items(), reverse=True):
        days = ", ".join(f"{day.day}/{day.month}" for day in sorted(held.days))
        values = [Held(f"1/1/{year}", days, status(held.status), "", year == today.year)]
        values += [
            Held(show_day(day), _("not known"), status("?"), vi if get_language() == "vi" else en)
            for day, (vi, en) in calendar().not_known.items()
            if day.year == year
        ]
        title = _("Public holidays on working days of {year}").format(year=year)
        words = fold(f"holidays ngày nghỉ lễ tết {title} {year} {source}")
        yield Row(f"holidays.{year}", title, "holidays", source, tuple(values), words)

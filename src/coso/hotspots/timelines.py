"""Timelines of messages as JSON or YAML: the messages of a workplace over some weeks, read into signals by triage."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from coso.hotspots.signals import Facts, Signal, Unit
from coso.lib.text import fold
from coso.triage.judging import Suggestion, suggest

MOST_DAYS = 1_100
NOTHING = frozenset({"khong co gi", "khong", "khong co y kien", "khong co y kien gi", "binh thuong", "nothing"})


class TimelineError(ValueError):
    """What is wrong with given timelines, and where."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a timeline."""

    day: dt.date
    group: str
    text: str
    answered: dt.date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Messages of a workplace in time order, and the days to be judged. Labels of the file are not read."""

    id: str | int | None
    first: dt.date
    last: dt.date
    messages: tuple[Message, ...]
    facts: Facts
    answers_kept: bool

    def unit(self, judge: Callable[[str], Suggestion] = suggest) -> Unit:
        """The workplace as signals; keys are the places of the messages, from 1."""
        signals = tuple(_signal(message, number, judge) for number, message in enumerate(self.messages, 1))
        return Unit(signals, answers_kept=self.answers_kept)


def read(text: str) -> list[Timeline]:
    """The timelines of a text: one, a list, or under "timelines". Raises TimelineError."""
    said = _parsed(text)
    if isinstance(said, dict) and "timelines" in said:
        said = said["timelines"]
    rows = said if isinstance(said, list) else [said]
    return [_timeline(row, number) for number, row in enumerate(rows, 1)]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise TimelineError(_("not a timeline as it is written in the help: {reason}").format(reason=wrong)) from wrong


def _timeline(row: Any, number: int) -> Timeline:
    where = _("timeline {n}").format(n=number)
    if not isinstance(row, dict) or not isinstance(row.get("messages"), list):
        raise TimelineError(_("{where}: an object with a list “messages” is needed").format(where=where))
    said = row["messages"]
    messages = sorted(_messages(said, where), key=lambda message: message.day)
    days = [message.day for message in messages]
    first = _day_or(row.get("start_date"), days[:1], f"{where}, start_date")
    last = _day_or(row.get("end_date"), days[-1:], f"{where}, end_date")
    if not 0 <= (last - first).days < MOST_DAYS:
        raise TimelineError(_("{where}: not a span of 1 to {most} days").format(where=where, most=MOST_DAYS))
    nearby = row.get("nearby_stoppages") or []
    if not isinstance(nearby, list):
        raise TimelineError(_("{where}: “nearby_stoppages” is no list of days").format(where=where))
    facts = Facts(tuple(_day(each, f"{where}, nearby_stoppages") for each in nearby))
    answers_kept = any("answered" in each for each in said)
    return Timeline(row.get("id"), first, last, tuple(messages), facts, answers_kept)


def _messages(rows: Iterable[Any], where: str) -> Iterator[Message]:
    for number, row in enumerate(rows, 1):
        place = _("{where}, message {n}").format(where=where, n=number)
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise TimelineError(
                _("{where}: an object with “date”, “group” and a “text” in words is needed").format(where=place)
            )
        group = "" if row.get("group") is None else str(row["group"]).strip()
        answered = row.get("answered")
        yield Message(_day(row.get("date"), place), group, row["text"], _day(answered, place) if answered else None)


def _day_or(said: Any, days: list[dt.date], where: str) -> dt.date:
    return days[0] if said is None and days else _day(said, where)


def _day(said: Any, where: str) -> dt.date:
    if isinstance(said, dt.date):
        return said.date() if isinstance(said, dt.datetime) else said
    try:
        return dt.date.fromisoformat(said)
    except (TypeError, ValueError) as wrong:
        raise TimelineError(_("{where}: “{said}” is no day like 2025-12-31").format(where=where, said=said)) from wrong


def _signal(message: Message, number: int, judge: Callable[[str], Suggestion]) -> Signal:
    if " ".join(fold(message.text).strip(" .!").split()) in NOTHING:
        return Signal(message.day, message.group, 0, key=number)
    found = judge(message.text)
    return Signal(
        message.day,
        message.group,
        found.urgency,
        found.topics,
        found.collective,
        answered=message.answered,
        key=number,
    )

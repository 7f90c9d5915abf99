"""The time that a desk has. What comes without a name counts whole days: hours would tell when somebody spoke.

Whoever chose to be known has a clock of hours: as many working days of the desk, to the hour.
"""

import datetime as dt
import uuid

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.law import parameter
from coso.lib import clock
from coso.voice.models import ANSWERED, HANDLING, RECEIVED, Concern, DeskRule

STEPS = {RECEIVED: "read_days", HANDLING: "answer_days", ANSWERED: "tell_days"}
URGENT = "voice.urgent_days"
DAY, HOUR = dt.timedelta(days=1), 60


@prepared
def _rules(unit: uuid.UUID, day: dt.date) -> QuerySet[DeskRule]:
    return DeskRule.objects.on(day).filter(unit=unit)


def rule_of(unit: uuid.UUID, day: dt.date) -> DeskRule:
    """What a desk promises on a day: its own rule, else the usual days and every hour of the week."""
    own = _rules(unit, day)
    return own[0] if own else usual(day)


def usual(day: dt.date) -> DeskRule:
    """The days that hold where a desk has published none."""
    days = {name: int(parameter(f"voice.{name}").at(day).number) for name in STEPS.values()}
    return DeskRule(start=day, weekdays="1111111", opens=0, closes=24 * HOUR, **days)


def days_for(state: str, urgency: int, on: dt.date, rule: DeskRule) -> int | None:
    """Whole days from a day on which a state was reached until the next is due; None where nothing is owed."""
    if state not in STEPS:
        return None
    promised: int = getattr(rule, STEPS[state])
    return min(promised, int(parameter(URGENT).at(on).number)) if urgency == 3 and state != ANSWERED else promised


def due_from(state: str, urgency: int, on: dt.date, rule: DeskRule) -> dt.date | None:
    """The last good day of the step that begins with a state on a day."""
    days = days_for(state, urgency, on, rule)
    return None if days is None else on + dt.timedelta(days=days)


def working(moment: dt.datetime, rule: DeskRule) -> dt.datetime:
    """The first moment from this one on at which the desk works (local time)."""
    minute = moment.hour * HOUR + moment.minute
    if minute >= rule.closes:
        moment, minute = _midnight(moment) + DAY, 0
    while rule.weekdays[moment.weekday()] != "1":
        moment, minute = _midnight(moment) + DAY, 0
    return _midnight(moment) + dt.timedelta(minutes=rule.opens) if minute < rule.opens else moment


def _midnight(moment: dt.datetime) -> dt.datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def hour_due(state: str, urgency: int, moment: dt.datetime, rule: DeskRule) -> dt.datetime | None:
    """The hour at which a step is due that begins at a moment: so many working days later, at the same hour."""
    days = days_for(state, urgency, clock.local(moment).date(), rule)
    if days is None:
        return None
    due = working(clock.local(moment), rule)
    for _day in range(days):
        due += DAY
        while rule.weekdays[due.weekday()] != "1":
            due += DAY
    return due


def restart(concern: Concern, on: dt.date) -> None:
    """Sets the clock of the step where a concern stands, from a day; from this hour where its author is known."""
    rule = rule_of(concern.desk_id, on)
    concern.paused += (on - concern.waits).days if concern.waits else 0
    concern.waits, concern.due_at = None, None
    concern.due = due_from(concern.state, concern.urgency, on, rule)
    if concern.author and concern.due and on == clock.today():
        concern.due_at = hour_due(concern.state, concern.urgency, clock.now(), rule)
        concern.due = clock.local(concern.due_at).date() if concern.due_at else concern.due


def sound_kept() -> dt.timedelta:
    """How long a recording of a voice is kept."""
    return dt.timedelta(days=int(parameter("voice.sound_days").at(clock.today()).number))

"""The days that the law gives around a dialogue, and whether enough came: NĐ 145/2020 art. 39."""

import datetime as dt

from coso.dialogue.models import CONFERENCE, Session
from coso.law import NotKnownError, parameter
from coso.law.functions import function
from coso.law.workdays import DayNotKnownError, YearNotFixedError, workdays_after

DAY, WEEK = dt.timedelta(days=1), 7
UNKNOWN = (YearNotFixedError, DayNotKnownError, NotKnownError)


def _days(name: str, on: dt.date) -> int:
    try:
        return int(parameter(name).at(on).number)
    except LookupError:
        return 0


def post_by(held: dt.date) -> dt.date:
    """The last day on which the employer posts the main contents of a dialogue held on a day.

    Where the holidays of the year are not fixed yet, a week.
    """
    days = _days("dialogue.publish_workdays", held)
    try:
        return workdays_after(held, days)
    except UNKNOWN:
        return held + DAY * WEEK


def exchange_by(day: dt.date) -> dt.date:
    """The last day on which both sides send each other the contents of a dialogue of a day."""
    days = _days("dialogue.content_workdays", day)
    try:
        return next(each for each in (day - DAY * n for n in range(1, 60)) if workdays_after(each, days) <= day)
    except UNKNOWN:
        return day - DAY * WEEK


def is_good(session: Session) -> bool | None:
    """Whether enough came for the workers and the employer's head was there; None before it was held, or unknown."""
    if session.held is None or session.present is None or not session.seats:
        return None
    name = "conference.quorum" if session.kind == CONFERENCE else "dialogue.quorum"
    asked = {"present": str(session.present), "total": str(session.seats), "on": session.held.isoformat()}
    met = function(name).ask(asked, session.held).values["met"]
    if met is None:
        return None
    return bool(met) and (session.kind == CONFERENCE or bool(session.boss))

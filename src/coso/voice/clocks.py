"""The days that a desk has. What comes without a name counts whole days: hours would tell when somebody spoke."""

import datetime as dt

from coso.law import parameter
from coso.voice.models import ANSWERED, HANDLING, RECEIVED, Concern

STEPS = {RECEIVED: "voice.read_days", HANDLING: "voice.answer_days", ANSWERED: "voice.tell_days"}
URGENT = "voice.urgent_days"


def days_for(state: str, urgency: int, on: dt.date) -> int | None:
    """Whole days from a day on which a state was reached until the next is due; None where nothing is owed."""
    if state not in STEPS:
        return None
    usual = int(parameter(STEPS[state]).at(on).number)
    return min(usual, int(parameter(URGENT).at(on).number)) if urgency == 3 and state != ANSWERED else usual


def due_from(state: str, urgency: int, on: dt.date) -> dt.date | None:
    """The last good day of the step that begins with a state on a day."""
    days = days_for(state, urgency, on)
    return None if days is None else on + dt.timedelta(days=days)


def restart(concern: Concern, on: dt.date) -> None:
    """Sets the clock of the step where a concern stands, from a day."""
    concern.due = due_from(concern.state, concern.urgency, on)

"""What is done about a place that needs care. Nothing of it reaches the employer; each deed is in the journal."""

import datetime as dt

from django.utils.translation import gettext as _

from coso.access.journal import act, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.managers import is_manager_at
from coso.register.models import Unit
from coso.register.services.guards import require
from coso.voice.care import board
from coso.voice.models import ACCEPTED, DISMISSED, NOTED, WATCHED, CareNote
from coso.voice.permissions import ANSWER

VERBS = {
    ACCEPTED: "care.accepted",
    WATCHED: "care.watched",
    DISMISSED: "care.dismissed",
    NOTED: "care.noted",
}
WATCH = dt.timedelta(days=1)
LONGEST = 2000


def care(*, unit: Unit, deed: str, text: str, by: Account) -> CareNote:
    """Takes a place up, watches it for a day, dismisses it with a reason, or notes something. Raises RefusedError."""
    key, said = new_key(), legible(text)[:LONGEST]
    if deed not in VERBS:
        raise RefusedError(_("Choose what is done."))
    if deed in (DISMISSED, NOTED) and not said:
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "text"))
    with act(by=by, verb=VERBS[deed], unit=unit.id, reason=said) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, ANSWER, here)
        if is_manager_at(by, here):
            raise ForbiddenError(_("You have no permission for this."))
        today = clock.today()
        score = next((spot.found.score for spot in board(by, today) if spot.unit.pk == here.pk), 0)
        facts = {"unit_id": here.id, "day": today, "deed": deed, "score": score, "text": said, "by": by.pk}
        a.write(CareNote, {key: {**facts, "until": today + WATCH if deed == WATCHED else None}})
    return CareNote.objects.get(pk=key)


def notes_of(unit: Unit) -> list[CareNote]:
    """What was done about a place since it was last taken up, the oldest first."""
    rows = list(CareNote.objects.filter(unit=unit).order_by("day", "pk"))
    begun = max((n for n, row in enumerate(rows) if row.deed == ACCEPTED), default=0)
    return rows[begun:]

"""Duties to confirm what somebody else entered: a nomination to a post, a new code for an account."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from coso.access.journal import Act
from coso.duties.models import Duty
from coso.duties.registry import Key
from coso.duties.services import drop_duties, open_next
from coso.law import parameter
from coso.lib import clock
from coso.register.models import AccessRequest, Nomination, Pending

NOMINATION, ACCESS = "register.nomination", "register.access"
WAITING: dict[str, type[Nomination] | type[AccessRequest]] = {NOMINATION: Nomination, ACCESS: AccessRequest}
Units = Collection[uuid.UUID]


def expected(kind: str) -> Iterator[Key]:
    """The duties of a kind that should be open."""
    rows = WAITING[kind].objects.filter(Pending.WAITING, confirmer__isnull=False)
    return ((kind, key, unit) for key, unit in rows.values_list("id", "confirmer_id"))


def settle_pending(a: Act, units: Units) -> None:
    """Opens and closes the duties of these units so that they are what they should be."""
    for kind, model in WAITING.items():
        rows = model.objects.filter(Pending.WAITING, confirmer__in=units)
        wanted = {key: (unit, key, _due(asked)) for key, unit, asked in rows.values_list("id", "confirmer", "asked_on")}
        stored = set(Duty.objects.still_open().filter(kind=kind, unit__in=units).values_list("subject", flat=True))
        _close(a, kind, stored - wanted.keys())
        open_next(a, kind, [row for key, row in wanted.items() if key not in stored])


def _due(asked: dt.date) -> dt.date:
    return asked + dt.timedelta(days=int(parameter("posts.confirm_days").at(asked).number))


def _close(a: Act, kind: str, subjects: Iterable[uuid.UUID]) -> None:
    """Done where it was decided; dropped where it was taken back."""
    gone = list(subjects)
    decided = (Pending.CONFIRMED, Pending.DECLINED)
    done = set(WAITING[kind].objects.filter(pk__in=gone, outcome__in=decided).values_list("id", flat=True))
    if done:
        keys = Duty.objects.still_open().filter(kind=kind, subject__in=done).values_list("id", flat=True)
        a.write(Duty, {key: {"done": clock.today(), "done_by": a.action.actor} for key in keys})
    if left := [key for key in gone if key not in done]:
        drop_duties(a, left, _("It was taken back."), kind)

"""Every minute: a post that ran out on a day leaves an empty seat without anybody's deed."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal import act
from coso.duties.models import Duty
from coso.duties.seats import EMPTY, PROVISIONAL, owed_for_seats, settle_seats
from coso.register.services.guards import lock


def keep_seats() -> None:
    """Opens and closes the duties of seats if today brought any; writes nothing otherwise."""
    stored = Duty.objects.still_open().filter(kind__in=(EMPTY, PROVISIONAL)).values_list("kind", "subject", "unit_id")
    units = {union for _kind, union, _owner in set(stored) ^ {owed.key for owed in owed_for_seats()}}
    if units:
        with act(by=None, verb="duty.seats") as a:
            lock(units)
            settle_seats(a, units)


TICKS = [keep_seats]
WORDS = {
    "duties.keep_seats": _("Watch for seats that ran out"),
}

"""Reminding those who are late: the text goes out by Zalo, the journal keeps when and to whom."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account, Action
from coso.access.refusals import RefusedError
from coso.duties.groups import DutyGroup
from coso.lib import clock
from coso.register.models import Unit
from coso.register.services.guards import require


class AlreadyRemindedError(RefusedError):
    """A reminder went to the same unit today; `at` is when."""

    def __init__(self, at: dt.datetime) -> None:
        said = _("A reminder was noted today at {time}. Send it again?")
        super().__init__(said.format(time=f"{clock.local(at):%H:%M}"))
        self.at = at


def reminded_at(group: DutyGroup, unit: Unit) -> dt.datetime | None:
    """When a unit, or everybody, was last reminded today of what is owed in a group of duties."""
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    noted = Action.objects.filter(subject=group.row.pk, verb=group.reminding, at__gte=midnight)
    found = noted.filter(unit__in={unit.id, group.unit.id})
    return found.order_by("-at").values_list("at", flat=True).first()


def remind(*, group: DutyGroup, unit: Unit, text: str, again: bool = False, by: Account | None) -> Act:
    """Notes a reminder to a unit, or to all (the group's own unit). Once a day, unless asked for again."""
    require(by, group.permission, unit)
    with transaction.atomic():
        group.hold()
        if not again and (at := reminded_at(group, unit)):
            raise AlreadyRemindedError(at)
        with act(by=by, verb=group.reminding, unit=unit.id, subject=group.row, reason=text) as a:
            pass
    return a

"""Reminding those who are late: the text goes out by Zalo, the journal keeps when and to whom."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account, Action
from coso.access.refusals import RefusedError
from coso.grading.models import Round
from coso.grading.services.rows import lock_round
from coso.lib import clock
from coso.register.models import Unit
from coso.register.services.gate import require

VERB = "duty.remind"


class AlreadyRemindedError(RefusedError):
    """A reminder went to the same union today; `at` is when."""

    def __init__(self, at: dt.datetime) -> None:
        said = _("A reminder was noted today at {time}. Send it again?")
        super().__init__(said.format(time=f"{clock.local(at):%H:%M}"))
        self.at = at


def reminded_at(round_: Round, unit: Unit) -> dt.datetime | None:
    """When a union, or everybody, was last reminded today of what is owed in a round."""
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Action.objects.filter(subject=round_.id, verb=VERB, unit__in={unit.id, round_.unit_id}, at__gte=midnight)
    return found.order_by("-at").values_list("at", flat=True).first()


def remind(*, round_: Round, unit: Unit, text: str, again: bool = False, by: Account | None) -> Act:
    """Notes a reminder to a managing union, or to all (the round's own unit). Once a day, unless asked for again."""
    require(by, "grading.appraise", unit)
    with transaction.atomic():
        lock_round(round_.id)
        if not again and (at := reminded_at(round_, unit)):
            raise AlreadyRemindedError(at)
        with act(by=by, verb=VERB, unit=unit.id, subject=round_, reason=text) as a:
            pass
    return a

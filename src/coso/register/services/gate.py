"""What every service of the register checks first."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.lib import clock
from coso.register.models import Unit
from coso.register.models.dated import Dated
from coso.register.sight import may


def require(by: Account | None, permission: str, *units: Unit | None) -> None:
    """Raises ForbiddenError unless the actor has the permission for every unit. The system itself (None) may."""
    if by is None:
        return
    for unit in units or (None,):
        if not may(by, permission, unit):
            raise ForbiddenError(_("You have no permission for this."))


def require_past(day: dt.date) -> None:
    """Raises RefusedError for a day after today: facts and memberships never begin in the future."""
    if day > clock.today():
        raise RefusedError(Reason(_("The day lies in the future; facts can be entered up to today."), "day"))


def require_lasting(row: Dated, day: dt.date) -> None:
    """Raises RefusedError unless the row, as it stands now and not as the caller saw it, lasts on the day and before.

    Holds the row until the transaction ends.
    """
    rows: QuerySet = QuerySet(type(row))
    now = rows.select_for_update().get(pk=row.pk)
    if not now.start < day < now.end:
        raise RefusedError(Reason(_("This does not last on that day."), "day"))


def lock(units: Iterable[uuid.UUID]) -> None:
    """Holds the rows of these units until the transaction ends."""
    list(Unit.objects.select_for_update().filter(pk__in=list(units)).order_by("pk").values_list("pk"))

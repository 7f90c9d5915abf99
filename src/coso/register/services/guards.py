"""What every service of the register checks first."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.lib import clock
from coso.lib.dates import years_before
from coso.register.granting import holders, is_self, knows, may_grant
from coso.register.kinds import posts
from coso.register.models import Person, Unit
from coso.register.models.dated import Dated
from coso.register.visibility import may

YEARS_AHEAD = 10
OUT_OF_SIGHT = gettext_lazy(
    "Nobody in your sight has this code. Somebody of another union is appointed with the consent of that union."
)


def require(by: Account | None, permission: str, *units: Unit | None) -> None:
    """Raises ForbiddenError unless the actor has the permission for every unit. The system itself (None) may."""
    if by is None:
        return
    for unit in units or (None,):
        if not may(by, permission, unit):
            raise ForbiddenError(_("You have no permission for this."))


def require_grant(by: Account | None, post: str, unit: Unit) -> None:
    """Raises ForbiddenError unless the actor may put somebody in a post of a unit. The system itself (None) may."""
    require(by, "seats.change", unit)
    if by and post in posts() and not may_grant(by, post, unit):
        raise ForbiddenError(Reason(_("Nobody grants a post above his own."), "post"))


def require_ender(by: Account | None, post: str, unit: Unit) -> None:
    """Raises ForbiddenError unless the actor may end a post of a unit, or put back what ended or gave it.

    Whoever may grant a post may; for a post that two officers give, only who holds it. The system itself (None) may.
    """
    require_grant(by, post, unit)
    if by and posts()[post].second and by.pk not in holders(post, unit):
        raise ForbiddenError(_("Only somebody who holds this post can end it."))


def require_grantee(by: Account | None, person: Person) -> None:
    """Raises ForbiddenError for the actor himself, and for somebody out of the actor's sight."""
    if by is None:
        return
    if is_self(by, person):
        raise ForbiddenError(Reason(_("Nobody grants a post to himself; another officer enters it."), "person"))
    if not knows(by, person):
        raise ForbiddenError(Reason(OUT_OF_SIGHT, "person"))


def require_past(day: dt.date, field: str = "day") -> None:
    """Raises RefusedError for a day after today: facts and memberships never begin in the future."""
    if day > clock.today():
        raise RefusedError(Reason(_("The day lies in the future; facts can be entered up to today."), field))


def require_near(day: dt.date, field: str) -> None:
    """Raises RefusedError for a day more than ten years ahead: a slip of the hand, as 2206 for 2026."""
    if day > years_before(clock.today(), -YEARS_AHEAD):
        raise RefusedError(Reason(_("This day lies more than ten years ahead; look at the year."), field))


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

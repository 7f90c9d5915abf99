"""States of a membership: maternity leave, unpaid leave, a suspended contract, and coming back, each with its days."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.kinds import states
from coso.register.models import Membership, MembershipState
from coso.register.services.guards import require, require_past


def begin_state(
    *, membership: Membership, state: str, day: dt.date, until: dt.date = FOREVER, reason: str = "", by: Account | None
) -> MembershipState:
    """A membership is in a state from a day; `until` is the first day back, where it is known. Raises RefusedError."""
    require(by, "people.change", membership.unit)
    require_past(day)
    if state not in states():
        raise RefusedError(Reason(_("This state is not known."), "state"))
    if until <= day:
        raise RefusedError(Reason(_("The first day back comes after the first day of the state."), "until"))
    with act(by=by, verb="state.begin", unit=membership.unit_id, subject=membership, reason=reason) as a:
        now = held(Membership.objects.all(), membership.pk)
        if now.end != FOREVER or day < now.start:
            raise RefusedError(Reason(_("This membership does not last on that day."), "day"))
        if MembershipState.objects.filter(membership=now.pk, start__lt=until, end__gt=day).exists():
            raise RefusedError(Reason(_("Another state lasts on these days; end it first."), "day"))
        key = new_key()
        a.write(MembershipState, {key: {"membership_id": now.pk, "state": state, "start": day, "end": until}})
    return MembershipState.objects.get(pk=key)


def end_state(*, state: MembershipState, day: dt.date, reason: str = "", by: Account | None) -> Act:
    """The member is back on a day, the first on which the state no longer lasts. Raises RefusedError, StaleError."""
    require(by, "people.change", state.membership.unit)
    require_past(day)
    with act(by=by, verb="state.end", unit=state.membership.unit_id, subject=state, reason=reason) as a:
        now = held(MembershipState.objects.all(), state.pk)
        if not now.start < day <= now.end or now.end == day:
            raise RefusedError(Reason(_("This does not last on that day."), "day"))
        a.write(MembershipState, {now.pk: {"end": day}})
    return a


def state_of(person: uuid.UUID, day: dt.date) -> MembershipState | None:
    """The state that somebody's membership is in on a day."""
    found = MembershipState.objects.on(day).filter(membership__person=person)
    return found.select_related("membership__unit").first()

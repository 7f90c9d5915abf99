"""Posts that one account alone does not give: a top post, which a second officer confirms, and somebody out of sight.

Until it is confirmed a nomination changes nothing. It tells nothing of the person either: a code of nobody is
answered, kept and shown exactly as the code of somebody of another union.
"""

import datetime as dt
import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.prepared import prepared
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.granting import confirming_unit, find_known, holders, is_self, may_grant
from coso.register.kinds import posts
from coso.register.models import Appointment, Nomination, Pending, Person, Unit
from coso.register.services.follow import follow_posts
from coso.register.services.guards import OUT_OF_SIGHT, require, require_grant
from coso.register.services.seats import hold_both, require_span, seat_person
from coso.register.visibility import may


def nominate(
    *,
    code: str,
    unit: Unit,
    post: str,
    day: dt.date,
    until: dt.date = FOREVER,
    manner: str = "elected",
    document: str = "",
    by: Account,
) -> Nomination:
    """Names the person of a code for a post; another account has to confirm. Raises RefusedError.

    For a post that two officers give, and for somebody out of the actor's sight, whose union is asked.
    """
    require_grant(by, post, unit)
    require_span(manner, day, until)
    code = code.strip().upper()
    facts = {"post": post, "code": code, "manner": manner, "document": document, "start": day, "end": until}
    with act(by=by, verb="seat.nominate", unit=unit.id, subject=unit, reason=code) as a:
        here = held(Unit.objects.all(), unit.pk)
        require_grant(by, post, here)
        if Nomination.objects.filter(Pending.WAITING, unit=here, post=post, code=code).exists():
            raise RefusedError(
                Reason(_("This person is named for this post already; it waits to be confirmed."), "post")
            )
        row = {**facts, **_asked(by, code, here, post), "unit_id": here.id, "asked_by": by.id}
        key = new_key()
        a.write(Nomination, {key: {**row, "asked_on": clock.today()}})
    made = Nomination.objects.get(pk=key)
    _tell(made)
    return made


def _asked(by: Account, code: str, unit: Unit, post: str) -> dict[str, object]:
    """Who is named and who has to confirm."""
    known = find_known(by, code)
    if known is None and posts()[post].second:
        raise RefusedError(Reason(OUT_OF_SIGHT, "person"))
    if known is None:
        other = Person.objects.select_related("home").filter(code=code).first()
        asked = confirming_unit(other.home.path) if other and other.home else None
        who = {"person_id": other.id if other else None, "confirmer_id": asked.id if asked else None}
        return {**who, "why": Nomination.CONSENT}
    if is_self(by, known):
        raise ForbiddenError(Reason(_("Nobody grants a post to himself; another officer enters it."), "person"))
    if not posts()[post].second:
        raise RefusedError(_("This person is in your sight: appoint, nobody else has to agree."))
    return {"person_id": known.id, "confirmer_id": unit.id, "why": Nomination.SECOND}


def _tell(row: Nomination) -> None:
    """Opens or closes the duty of the unit that confirms, in an action of that unit: the other one learns nothing."""
    if row.confirmer_id:
        with act(by=None, verb="seat.ask", unit=row.confirmer_id, subject=row) as a:
            follow_posts(a, [row.confirmer_id])


def may_confirm(user: Account, row: Nomination) -> bool:
    """Whether a waiting nomination is this user's to confirm or decline."""
    if row.person is None or user.pk == row.asked_by or is_self(user, row.person):
        return False
    if row.why == Nomination.SECOND:
        return may_grant(user, row.post, row.unit)
    return bool(row.person.home and may(user, "seats.change", row.person.home))


def _waiting(row: Nomination) -> None:
    if row.outcome:
        raise RefusedError(_("This was decided already."))


def confirm_nomination(*, nomination: Nomination, by: Account) -> Appointment:
    """The named person takes the post as it was entered. Raises RefusedError."""
    with act(by=by, verb="seat.confirm", unit=nomination.unit_id, subject=nomination) as a:
        unit, row = _held(nomination)
        named = _require_confirmer(by, row)
        asker = Account.objects.filter(pk=row.asked_by).first()
        if asker is None or not may_grant(asker, row.post, unit):
            raise RefusedError(_("Who entered this may no longer do so; it has to be entered anew."))
        if row.why == Nomination.SECOND:
            _require_holder(row, asker, by)
        unit, person = hold_both(unit, named)
        key = seat_person(a, person, unit, row.post, row.start, row.end, row.manner, row.document)
        _decide(a, row, Nomination.CONFIRMED, by)
    return Appointment.objects.get(pk=key)


def _held(nomination: Nomination) -> tuple[Unit, Nomination]:
    unit = held(Unit.objects.all(), nomination.unit_id)
    rows = Nomination.objects.select_related("unit", "person__home")
    return unit, held(rows, nomination.pk, _waiting)


def _require_confirmer(by: Account, row: Nomination) -> Person:
    person: Person | None = row.person
    if person is None or not may_confirm(by, row):
        raise ForbiddenError(_("Another officer than the one who entered it, and than the person, confirms it."))
    return person


def _require_holder(row: Nomination, asker: Account, by: Account) -> None:
    """While somebody holds a top post, one of the two who give it holds one: nobody is lifted from below alone."""
    now = holders(row.post, row.unit)
    if now and not now & {asker.pk, by.pk}:
        text = _("One of the two has to hold this post: {post}.")
        raise ForbiddenError(text.format(post=posts()[row.post]))


def _decide(a: Act, row: Nomination, outcome: str, by: Account) -> None:
    a.write(Nomination, {row.id: {"outcome": outcome, "decided_by": by.id, "decided_on": clock.today()}})
    if row.confirmer_id:
        follow_posts(a, [row.confirmer_id])


def decline_nomination(*, nomination: Nomination, reason: str, by: Account) -> None:
    """Whoever may confirm does not; nothing changes. Raises RefusedError."""
    with act(by=by, verb="seat.decline", unit=nomination.unit_id, subject=nomination, reason=reason) as a:
        _unit, row = _held(nomination)
        _require_confirmer(by, row)
        _decide(a, row, Nomination.DECLINED, by)


def withdraw_nomination(*, nomination: Nomination, by: Account) -> None:
    """Whoever entered it, or may appoint in the unit, takes it back. Raises RefusedError."""
    require(by, "seats.change", nomination.unit)
    with act(by=by, verb="seat.withdraw", unit=nomination.unit_id, subject=nomination) as a:
        unit, row = _held(nomination)
        require_grant(by, row.post, unit)
        outcome = {"outcome": Nomination.WITHDRAWN, "decided_by": by.id, "decided_on": clock.today()}
        a.write(Nomination, {row.id: outcome})
    _tell(row)


def waiting_in(unit: Unit) -> list[Nomination]:
    """The nominations to posts of a unit that wait, the oldest first."""
    return _still_waiting(unit.pk)


@prepared
def _still_waiting(unit: uuid.UUID) -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(Pending.WAITING, unit=unit)
    return rows.select_related("person").order_by("asked_on", "id")


def waiting_for(user: Account, key: uuid.UUID) -> Nomination | None:
    """A nomination that the user entered or may withdraw in its unit, or is asked about; else None."""
    row = Nomination.objects.select_related("unit", "person__home", "confirmer").filter(pk=key).first()
    if row and (may(user, "seats.change", row.unit) or may_confirm(user, row)):
        return row
    return None

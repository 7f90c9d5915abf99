"""Seats, appointments and portfolios."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from coso.access.codes import void_codes
from coso.access.journal import Act, act, held, held_all
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.dates import FOREVER, show_day
from coso.lib.keys import new_key
from coso.register.homes import rehome
from coso.register.kinds import kinds, posts
from coso.register.models import Appointment, Person, Portfolio, Seat, Unit
from coso.register.services.follow import follow_posts
from coso.register.services.guards import require, require_ender, require_grant, require_grantee
from coso.register.services.links import close_rows


def ensure_seat(a: Act, unit: Unit, post: str, day: dt.date, n: int = 1, until: dt.date = FOREVER) -> Seat:
    """The n-th seat of a post in a unit, made if it is not there.

    Raises RefusedError if the unit has no such post, or ended by the day or before `until`.
    """
    end = require_seat(unit, post, day, until)
    found = Seat.objects.filter(unit=unit, post=post, n=n).first()
    if found is None:
        key = new_key()
        a.create(Seat, ["id", "unit_id", "post", "n", "start", "end"], [(key, unit.id, post, n, day, end)])
        return Seat.objects.get(pk=key)
    if found.start > day:
        a.write(Seat, {found.id: {"start": day}})
    return found


def require_seat(unit: Unit, post: str, day: dt.date, until: dt.date = FOREVER) -> dt.date | None:
    """The end of a unit that may have a seat of a post from a day on. Raises RefusedError as `ensure_seat` does."""
    version = unit.versions.filter(start__lte=day, end__gt=day).first()
    if version is None:
        raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))
    known = posts().get(post)
    kind = kinds()[version.kind]
    if not known or kind.level not in known.levels or (known.kinds and kind.key not in known.kinds):
        raise RefusedError(Reason(_("This unit has no such post."), "post"))
    end = unit.versions.order_by("end").values_list("end", flat=True).last()
    if end is not None and end < until:
        raise RefusedError(Reason(_("The unit does not exist on this day."), "until"))
    return end


def free_n(unit: Unit, post: str, day: dt.date) -> int:
    """The number of the first seat of a post that nobody holds on a day."""
    lasting = Appointment.objects.filter(seat__unit=unit, seat__post=post, end__gt=day)
    taken = set(lasting.values_list("seat__n", flat=True))
    return next(n for n in range(1, len(taken) + 2) if n not in taken)


def holder(unit: Unit, post: str, day: dt.date, until: dt.date = FOREVER) -> Appointment | None:
    """Who holds a post that one person holds at a time on some day of a span; None for other posts."""
    if not posts()[post].single:
        return None
    lasting = Appointment.objects.filter(seat__unit=unit, seat__post=post, start__lt=until, end__gt=day)
    return lasting.select_related("person").order_by("start").first()


def held_words(lasting: Appointment) -> str:
    """Why somebody else cannot be appointed."""
    said = _("{name} holds this post from {day}; end that appointment first.")
    return said.format(name=lasting.person.name, day=show_day(lasting.start))


def _require_free(person: Person, unit: Unit, post: str, day: dt.date, until: dt.date) -> None:
    if lasting := holder(unit, post, day, until):
        raise RefusedError(Reason(held_words(lasting), "post"))
    own = Appointment.objects.filter(person=person, seat__unit=unit, seat__post=post, start__lt=until, end__gt=day)
    if own.exists():
        raise RefusedError(Reason(_("This person holds this post already."), "post"))


def require_span(manner: str, day: dt.date, until: dt.date) -> None:
    """Raises RefusedError for an appointment without a day, or a provisional one without an end."""
    if manner == "provisional" and until == FOREVER:
        raise RefusedError(Reason(_("A provisional appointment needs an end."), "until"))
    if until <= day:
        raise RefusedError(Reason(_("The end lies before the beginning."), "until"))


def appoint(
    *,
    person: Person,
    unit: Unit,
    post: str,
    day: dt.date,
    until: dt.date = FOREVER,
    manner: str = "elected",
    document: str = "",
    by: Account | None,
) -> Appointment:
    """Puts a person in a free seat of a post from a day (it may lie in the future). Raises RefusedError.

    A provisional appointment has an end: until then the union elects or the upper union appoints (officer.md R10, S16).
    Somebody out of sight, and a post that two officers give, are named with `nominate`.
    """
    require_grant(by, post, unit)
    require_span(manner, day, until)
    with act(by=by, verb="seat.appoint", unit=unit.id, subject=person) as a:
        here, who = hold_both(unit, person)
        require_grant(by, post, here)
        require_grantee(by, who)
        if by and posts()[post].second:
            raise RefusedError(Reason(_("Two officers give this post: one enters it, another confirms it."), "post"))
        key = seat_person(a, who, here, post, day, until, manner, document)
    return Appointment.objects.get(pk=key)


def hold_both(unit: Unit, person: Person) -> tuple[Unit, Person]:
    """A unit and a person as they are now, held: two who fill one seat, or give one person posts, wait in turn."""
    here = held(Unit.objects.all(), unit.pk)
    return here, held(Person.objects.select_related("home"), person.pk)


def seat_person(
    a: Act, person: Person, unit: Unit, post: str, day: dt.date, until: dt.date, manner: str, document: str
) -> uuid.UUID:
    """Puts a person in a free seat; the unit and the person are held and the actor was checked. Raises RefusedError."""
    seat = ensure_seat(a, unit, post, day, free_n(unit, post, day), until)
    _require_free(person, unit, post, day, until)
    key = write_appointment(a, person.id, seat.id, day, until, manner, document)
    follow_posts(a, [unit.id])
    return key


def write_appointment(
    a: Act, person: uuid.UUID, seat: uuid.UUID, day: dt.date, until: dt.date, manner: str, document: str
) -> uuid.UUID:
    """Writes an appointment that was checked before. A sign-in code not used yet is void: it opens more than before."""
    key = new_key()
    void_codes(Person.objects.filter(pk=person, user__isnull=False).values_list("user", flat=True))
    names = ["id", "person_id", "seat_id", "manner", "start", "end", "document"]
    a.create(Appointment, names, [(key, person, seat, manner, day, until, document)])
    rehome([person])
    return key


def end_appointment(*, appointment: Appointment, day: dt.date, reason: str, by: Account | None) -> Act:
    """A person leaves a seat on a day; the seat stays, empty. Raises RefusedError.

    Whoever may grant a post may end it; a post that two officers give is ended by one who holds it.
    """
    unit = appointment.seat.unit
    require(by, "seats.change", unit)
    with act(by=by, verb="seat.leave", unit=unit.id, subject=appointment, reason=reason) as a:
        here = held(Unit.objects.all(), unit.pk)
        now = held(Appointment.objects.select_related("seat"), appointment.pk)
        require_ender(by, now.seat.post, here)
        if not now.start < day < now.end:
            raise RefusedError(Reason(_("This appointment does not last on that day."), "day"))
        a.write(Appointment, {now.id: {"end": day}})
        follow_posts(a, [here.id])
    return a


def assign_portfolio(*, units: Collection[Unit], seat: Seat, day: dt.date, reason: str = "", by: Account | None) -> Act:
    """Gives grassroots unions into the care of an officer's seat from a day, in one action, from whoever had them."""
    require(by, "seats.change", seat.unit, *units)
    if not units:
        raise RefusedError(_("Tick at least one union."))
    with act(by=by, verb="portfolio.assign", unit=seat.unit_id, subject=seat, reason=reason) as a:
        require(by, "seats.change", seat.unit, *held_all(Unit.objects.all(), {unit.id for unit in units}))
        has = Portfolio.objects.filter(seat=seat, start__lte=day, end=FOREVER)
        kept = set(has.filter(unit__in=units).values_list("unit", flat=True))
        fresh = [unit.id for unit in units if unit.id not in kept]
        close_rows(a, Portfolio, Portfolio.objects.filter(unit__in=fresh), day)
        rows = [(new_key(), unit, seat.id, day, FOREVER) for unit in fresh]
        a.create(Portfolio, ["id", "unit_id", "seat_id", "start", "end"], rows)
    return a

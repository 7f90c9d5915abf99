"""Where a union's members work, and how many work there (officer.md R7)."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.law import parameter
from coso.lib.dates import FOREVER, show_day
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.models import Headcount, Membership, Unit, UnitVersion, UnitWorkplace, Workplace
from coso.register.querysets import branches
from coso.register.services.follow import follow_counts
from coso.register.services.guards import lock, require, require_lasting, require_past

TYPED = "reported"


def add_workplace(
    *, unit: Unit, name: str, tax_code: str = "", day: dt.date, reason: str = "", by: Account | None
) -> UnitWorkplace:
    """From a day the union organises an employer's workers; one known by its tax code is the same.

    Raises RefusedError.
    """
    require(by, "units.change", unit)
    require_past(day)
    _require_alive(unit, day)
    if not legible(name):
        raise RefusedError(Reason(_("A name is needed."), "name"))
    known = Workplace.objects.filter(tax_code=tax_code).first() if tax_code else None
    if known and UnitWorkplace.objects.filter(unit=unit, workplace=known, end__gt=day).exists():
        raise RefusedError(_already())
    with _one_link(), act(by=by, verb="workplace.add", unit=unit.id, subject=unit, reason=reason) as a:
        lock([unit.id])
        place, link = known.id if known else new_key(), new_key()
        if known is None:
            a.write(Workplace, {place: {"name": " ".join(name.split()), "tax_code": tax_code}})
        a.write(UnitWorkplace, {link: {"unit_id": unit.id, "workplace_id": place, "start": day, "end": FOREVER}})
    return UnitWorkplace.objects.get(pk=link)


def _already() -> Reason:
    return Reason(_("The union organises this workplace already."), "tax_code")


@contextmanager
def _one_link() -> Iterator[None]:
    """A link that somebody else wrote meanwhile is refused like a known one."""
    try:
        yield
    except IntegrityError as lost:
        raise RefusedError(_already()) from lost


def leave_workplace(*, link: UnitWorkplace, day: dt.date, reason: str, by: Account | None) -> Act:
    """From a day the union no longer organises the workers there. Raises RefusedError."""
    require(by, "units.change", link.unit)
    require_past(day)
    with act(by=by, verb="workplace.leave", unit=link.unit_id, subject=link, reason=reason) as a:
        require_lasting(link, day)
        a.write(UnitWorkplace, {link.id: {"end": day}})
    return a


def count_workers(
    *, link: UnitWorkplace, on: dt.date, total: int, women: int | None, sure: bool = False, by: Account | None
) -> Act:
    """Workers of a workplace counted on a day, women among them where known; the same day is corrected.

    `sure` says that a figure which is asked about is right. Raises RefusedError.
    """
    require(by, "workers.count", link.unit)
    require_past(on)
    if total < 0 or (women or 0) < 0:
        raise RefusedError(Reason(_("A number of people is never below 0."), "total" if total < 0 else "women"))
    if women is not None and women > total:
        raise RefusedError(Reason(_("More women than workers."), "women"))
    if not sure and (asked := count_questions(link.unit, link.workplace_id, on, total)):
        raise RefusedError(*(Reason(text, "sure") for text in asked))
    with act(by=by, verb="workplace.count", unit=link.unit_id, subject=link) as a:
        known = Headcount.objects.filter(workplace=link.workplace_id, on=on, source=TYPED).first()
        facts = {"workplace_id": link.workplace_id, "on": on, "total": total, "women": women, "source": TYPED}
        a.write(Headcount, {known.id if known else new_key(): facts})
        follow_counts(a, [link.unit_id])
    return a


def count_questions(unit: Unit, workplace: uuid.UUID | None, on: dt.date, total: int) -> list[str]:
    """What is to be asked about a count before it is booked: far fewer workers than before, fewer than members."""
    out = []
    before = Headcount.objects.filter(workplace=workplace, on__lt=on).order_by("-on", "source").first()
    least = 1 - parameter("workers.asked_drop").at(on).number
    if before and total < before.total * least:
        text = _("Fewer workers than before: {before} on {day}, now {total}. Is that right?")
        out.append(text.format(before=before.total, day=show_day(before.on), total=total))
    others = UnitWorkplace.objects.on(on).filter(unit=unit).exclude(workplace=workplace)
    counts = Headcount.objects.filter(workplace__in=others.values("workplace"), on__lte=on).order_by("on", "-source")
    workers = total + sum(dict(counts.values_list("workplace", "total")).values())
    members = Membership.objects.on(on).filter(branches("unit__path", [unit.path])).count()
    if members > workers:
        text = _("More members than workers: {members} members, {workers} workers. Is that right?")
        out.append(text.format(members=members, workers=workers))
    return out


def _require_alive(unit: Unit, day: dt.date) -> None:
    if not UnitVersion.objects.on(day).filter(unit=unit).exists():
        raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))

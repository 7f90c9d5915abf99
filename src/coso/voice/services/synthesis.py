"""Monthly syntheses: opened with their duty when a month ends, edited, issued and handed to the union above."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.journal import StaleError, act, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.services import close_duties, open_duties
from coso.indicators.models import Coverage
from coso.law import parameter
from coso.lib import clock
from coso.lib.dates import DAY
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.papers.services import issue_paper
from coso.register.managing import managers_of, managing_unit
from coso.register.models import Unit, UnitVersion
from coso.register.services.guards import require
from coso.voice.permissions import ANSWER
from coso.voice.synthesis_models import Synthesis
from coso.voice.synthesis_paper import SynthesisSubject

SYNTHESIS_DUTY = "voice.synthesis"
LONGEST = 4000


def month_before(day: dt.date) -> dt.date:
    """The first day of the month before that of a day."""
    return (day.replace(day=1) - DAY).replace(day=1)


def due_on(month: dt.date) -> dt.date:
    """The last good day for the synthesis of a month."""
    following = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return following + DAY * (int(parameter("voice.synthesis_days").at(following).number) - 1)


def owed_for(month: dt.date) -> set[uuid.UUID]:
    """The unions that kept concerns before a month was over, and those that manage them, without its synthesis.

    Not the province itself: what goes above it is a report of its own.
    """
    end = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    keep = Coverage.objects.filter(what="concerns", since__lt=end).values("unit")
    alive = set(UnitVersion.objects.on(clock.today()).filter(unit__in=keep).values_list("unit_id", flat=True))
    above = set(managers_of(alive, clock.today()).values())
    top = Unit.objects.order_by("path").values_list("pk", flat=True).first()
    return (alive | above) - {top} - set(Synthesis.objects.filter(month=month).values_list("unit_id", flat=True))


def open_month() -> None:
    """Opens the syntheses of the month that has ended, each with its duty; writes nothing where they are open."""
    month = month_before(clock.today())
    if not (units := owed_for(month)):
        return
    with act(by=None, verb="synthesis.open", reason=f"{month:%m/%Y}") as a:
        keys = {new_key(): unit for unit in sorted(units)}
        a.write(Synthesis, {key: {"unit_id": unit, "month": month} for key, unit in keys.items()})
        open_duties(a, SYNTHESIS_DUTY, [(unit, key, due_on(month)) for key, unit in keys.items()])


def edit_synthesis(*, synthesis: Synthesis, assessment: str, asks: str, by: Account | None) -> None:
    """Keeps the sentences of the officer. Raises RefusedError once it went up."""
    with act(by=by, verb="synthesis.edit", unit=synthesis.unit_id, subject=synthesis) as a:
        now = _held(synthesis, by)
        if now.act != synthesis.act:
            raise StaleError(None)
        a.write(Synthesis, {now.id: {"assessment": legible(assessment)[:LONGEST], "asks": legible(asks)[:LONGEST]}})


def hand_up(*, synthesis: Synthesis, by: Account | None) -> None:
    """Issues the paper with its figures of now and hands it to the managing union. Raises RefusedError."""
    with transaction.atomic():
        fresh = _seen(synthesis, by)
        issue_paper(subject=SynthesisSubject(fresh), what="tong-hop-tam-tu", by=by)
        with act(by=by, verb="synthesis.hand_up", unit=synthesis.unit_id, subject=synthesis) as a:
            now = _held(synthesis, by)
            upper = managing_unit(now.unit, clock.today())
            a.write(Synthesis, {now.id: {"handed": clock.today(), "upper": upper.pk}})
            close_duties(a, SYNTHESIS_DUTY, [now.pk], by)


def _seen(synthesis: Synthesis, by: Account | None) -> Synthesis:
    found = Synthesis.objects.select_related("unit").get(pk=synthesis.pk)
    _require(found, by)
    return found


def _held(synthesis: Synthesis, by: Account | None) -> Synthesis:
    now = held(Synthesis.objects.select_related("unit"), synthesis.pk)
    _require(now, by)
    return now


def _require(now: Synthesis, by: Account | None) -> None:
    require(by, ANSWER, now.unit)
    if by is not None and not Synthesis.objects.visible_to(by, ANSWER).filter(pk=now.pk).exists():
        raise ForbiddenError(_("You have no permission for this."))
    if now.handed:
        raise RefusedError(_("This synthesis went up already."))

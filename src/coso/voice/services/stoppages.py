"""Work stoppages: recorded by officers above the workplace; unions nearby get a heads-up as a duty."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from coso.access.journal import StaleError, act, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.services import close_duties, open_duties
from coso.indicators.services import start_coverage
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.paths import LABEL
from coso.lib.text import legible
from coso.register.kinds import BASE
from coso.register.managers import is_manager_at
from coso.register.models import Unit, UnitVersion
from coso.register.querysets import branches
from coso.register.services.guards import require, require_past
from coso.triage.terms import TOPICS
from coso.voice.duties import HEADS_UP
from coso.voice.models import SIZES, Stoppage
from coso.voice.permissions import ANSWER, STOPPAGES


def record_stoppage(*, unit: Unit, day: dt.date, size: str, topics: Collection[str], by: Account | None) -> Stoppage:
    """Records that work stopped; unions of the same zone and sector owe a look at home. Raises RefusedError."""
    require_past(day)
    if not topics or not set(topics) <= set(TOPICS):
        raise RefusedError(Reason(_("Choose what it is about."), "topics"))
    if size and size not in SIZES:
        raise RefusedError(Reason(_("Choose from the list."), "size"))
    key, today = new_key(), clock.today()
    with act(by=by, verb="stoppage.record", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, STOPPAGES, here)
        if Stoppage.objects.filter(unit=here, day=day).exists():
            raise RefusedError(Reason(_("This stoppage is recorded already."), "day"))
        a.write(Stoppage, {key: {"unit_id": here.id, "day": day, "size": size, "topics": list(topics)}})
        days = dt.timedelta(days=int(parameter("voice.heads_up_days").at(today).number))
        open_duties(a, HEADS_UP, [(each, key, today + days) for each in neighbours(here, today)])
        start_coverage(a, "stoppages", {here.id: min(day, today)})
    return Stoppage.objects.get(pk=key)


def neighbours(unit: Unit, day: dt.date) -> Iterator[uuid.UUID]:
    """The unions under the same managing union and of the same sector, without the one itself."""
    here = UnitVersion.objects.on(day).filter(unit=unit).first()
    if here is None or len(unit.path) <= LABEL:
        return
    beside = UnitVersion.objects.on(day).filter(branches("unit__path", [unit.path[:-LABEL]]), kind=BASE)
    same = beside.filter(sector=here.sector, state=UnitVersion.ACTIVE).exclude(unit=unit)
    yield from same.order_by("unit__path").values_list("unit_id", flat=True)


def settle(*, stoppage: Stoppage, ended: dt.date, settled: str, figure: int | None, by: Account | None) -> Stoppage:
    """Records the day on which work went on and what it came to. Raises RefusedError."""
    require_past(ended, "ended")
    if ended < stoppage.day:
        raise RefusedError(Reason(_("The day ends after it begins."), "ended"))
    with act(by=by, verb="stoppage.settle", unit=stoppage.unit_id, subject=stoppage) as a:
        now = held(Stoppage.objects.select_related("unit"), stoppage.pk)
        require(by, STOPPAGES, now.unit)
        if now.act != stoppage.act:
            raise StaleError(None)
        a.write(Stoppage, {now.id: {"ended": ended, "settled": legible(settled)[:300], "figure": figure}})
    return Stoppage.objects.get(pk=stoppage.pk)


def look(*, stoppage: Stoppage, unit: Unit, by: Account) -> None:
    """A union nearby has looked at home. Raises RefusedError."""
    with act(by=by, verb="stoppage.look", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, ANSWER, here)
        if is_manager_at(by, here):
            raise ForbiddenError(_("You have no permission for this."))
        if not close_duties(a, HEADS_UP, [stoppage.pk], by, unit=here.id):
            raise RefusedError(_("This is done already."))

"""Keeping records: since when a union keeps a kind of record; figures recorded monthly."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.indicators.keeping import RECORDED, RECORDS
from coso.indicators.models import Coverage, Recorded
from coso.indicators.registry import Indicator, Scope, indicators
from coso.lib import clock
from coso.lib.dates import DAY, Period
from coso.lib.keys import new_key
from coso.register.models import Unit, UnitVersion
from coso.register.services.guards import require, require_past


def start_coverage(a: Act, what: str, since: Mapping[uuid.UUID, dt.date]) -> int:
    """Unions keep a kind of record from a day on; one that keeps it already is only moved to an earlier day.

    Called by the service that starts the record, in its action. Raises KeyError on an unknown kind of record.
    """
    RECORDS[what]
    known = {row.unit: row for row in Coverage.objects.filter(what=what, unit__in=list(since))}
    rows = {}
    for unit, day in since.items():
        row = known.get(unit)
        if row is None or day < row.since:
            rows[row.id if row else new_key()] = {"unit": unit, "what": what, "since": day}
    return a.write(Coverage, rows)


def set_coverage(*, unit: Unit, what: str, since: dt.date, reason: str, by: Account | None) -> Act:
    """Says by hand since when a union keeps a kind of record. Raises RefusedError."""
    require(by, "units.change", unit)
    require_past(since)
    if what not in RECORDS:
        raise RefusedError(Reason(_("This kind of record is not known."), "what"))
    with act(by=by, verb="coverage.set", unit=unit.id, subject=unit, reason=reason) as a:
        row = Coverage.objects.filter(unit=unit.id, what=what).first()
        a.write(Coverage, {row.id if row else new_key(): {"unit": unit.id, "what": what, "since": since}})
    return a


def record_figures(*, day: dt.date | None = None) -> int:
    """Keeps today's figures of every indicator whose past cannot be counted again. Returns the rows written."""
    today = day or clock.today()
    due = [each for each in indicators().values() if not each.recomputable and not _has(each, today)]
    tops = UnitVersion.objects.on(today).filter(parent=None).select_related("unit")
    if not due or not tops:
        return 0
    with act(by=None, verb="figures.record", reason=f"{today:%m/%Y}") as a:
        return sum(_record(a, each, [top.unit.path for top in tops], today) for each in due)


def _has(each: Indicator, today: dt.date) -> bool:
    kept = Recorded.objects.filter(indicator=each.key, source=RECORDED)
    return kept.filter(start__gte=today.replace(day=1), start__lte=today).exists()


def _record(a: Act, each: Indicator, tops: Iterable[str], today: dt.date) -> int:
    period = Period.closed(today.replace(day=1), today)
    rows = [figure for top in tops for figure in each.figures(Scope(top, period)) if not figure.absent]
    names = ["id", "indicator", "unit", "start", "end", "numerator", "denominator", "source"]
    return a.create(
        Recorded,
        names,
        [(new_key(), each.key, f.base, today, today + DAY, f.numerator, f.denominator, RECORDED) for f in rows],
    )

"""The hand of a cluster's lead: points suggested beside the union's own, then the sheet goes on to its appraisal."""

from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import held_where
from coso.access.journal.edit_session import edit_session
from coso.access.models import Account
from coso.access.refusals import ForbiddenError
from coso.grading.chain import CLUSTER
from coso.grading.models import AmendedLine, Amendment, Cluster, Sheet, SheetLine
from coso.grading.services.guards import is_own, lead_of, require_step, require_unsettled
from coso.grading.services.rows import lock_line, lock_sheet
from coso.grading.services.scoring import ANY, AnotherValueError, check_points, place_of
from coso.lib import clock
from coso.register.models import UnitVersion
from coso.register.visibility import may
from coso.rubrics.grammar.values import Absent


def may_lead(by: Account, cluster: Cluster) -> bool:
    """Whether somebody holds a post in the lead union of a cluster, while that union lives."""
    alive = UnitVersion.objects.on(clock.today()).filter(unit=cluster.lead_id)
    return may(by, "grading.cluster", cluster.lead) and alive.exists()


def may_suggest(by: Account, sheet: Sheet) -> bool:
    """Whether somebody holds a post in the lead union of the sheet's cluster, while the sheet stands at that step."""
    lead = lead_of(sheet) if sheet.step == CLUSTER else None
    return lead is not None and may(by, "grading.cluster", lead) and not is_own(by, sheet.unit)


def suggest_points(
    *, line: SheetLine, points: int | None, note: str | None = None, by: Account | None, seen: Any = ANY
) -> SheetLine:
    """Sets what the cluster suggests for a line, None for nothing; neither own nor appraised points change (R24).

    A note of None is left as it is. Raises RefusedError.
    """
    said = {"cluster_points": points} if note is None else {"cluster_points": points, "cluster_note": note.strip()}
    with edit_session(by=by, verb="sheet.suggest", unit=line.sheet.unit_id, subject=line.sheet) as a:
        now = lock_line(line)
        _require(by, now.sheet)
        require_unsettled(now)
        if points is not None:
            check_points(points, place_of(now))
        if seen is not ANY and now.cluster_points not in (seen, points):
            raise AnotherValueError(now.cluster_points)
        a.write(SheetLine, {line.id: said})
    return SheetLine.objects.get(pk=line.pk)


def agree_with_own(*, sheet: Sheet, by: Account | None) -> int:
    """Suggests the union's own points on every line that has no suggestion yet. Returns the number of lines."""
    with edit_session(by=by, verb="sheet.suggest", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        _require(by, now)
        settled = AmendedLine.objects.filter(line__sheet=now).exclude(amendment__kind=Amendment.PROOF).values("line")
        empty = now.lines.filter(cluster_points=None, own__isnull=False).exclude(status=Absent.NOT_APPLICABLE)
        lines = held_where(empty.exclude(pk__in=settled))
        return a.write(SheetLine, {line.id: {"cluster_points": line.own} for line in lines})


def _require(by: Account | None, sheet: Sheet) -> None:
    require_step(by, sheet, CLUSTER)
    if by is not None and not may_suggest(by, sheet):
        raise ForbiddenError(_("Only the lead of the cluster suggests points."))

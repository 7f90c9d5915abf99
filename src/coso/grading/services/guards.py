"""Who acts on a sheet, and what must hold before anybody does."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from coso.access.models import Account, Action
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.grading.chain import APPRAISE, CLUSTER, KINDS, MANAGING, OWN, SELF, Chain, chains
from coso.grading.models import AmendedLine, Amendment, ClusterUnit, Round, Sheet, SheetLine
from coso.lib import clock
from coso.lib.paths import LABEL, within
from coso.lib.text import legible
from coso.register import managing
from coso.register.models import Appointment, Membership, Unit, UnitVersion
from coso.register.services.guards import require_near
from coso.register.visibility import may

TYPING = ("sheet.enter_for", "sheet.score", "sheet.sign", "sheet.submit")


def managing_units(units: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """{grassroots union: the union that appraises it on a day}."""
    return managing.managing_units(units, day, APPRAISE)


def managing_unit(unit: Unit, day: dt.date) -> Unit:
    """The union that appraises a grassroots union on a day."""
    return managing.managing_unit(unit, day, APPRAISE)


def leads(sheets: QuerySet[Sheet], day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """{sheet: the lead union of its cluster}, in one query.

    Left out are sheets in no cluster, those whose lead does not live on the day, and the leads' own sheets, on which
    nobody else of the cluster acts: with these the managing union goes on.
    """
    rows = ClusterUnit.objects.filter(unit__sheets__in=sheets, unit__sheets__round=F("round"))
    alive = UnitVersion.objects.on(day).values("unit")
    led = rows.exclude(unit=F("cluster__lead")).filter(cluster__lead__in=alive)
    return dict(led.values_list("unit__sheets__id", "cluster__lead_id"))


def lead_of(sheet: Sheet, day: dt.date | None = None) -> Unit | None:
    """The lead union that scores a sheet in its cluster; None where nobody but the managing union acts."""
    found = leads(Sheet.objects.filter(pk=sheet.pk), day or clock.today())
    return Unit.objects.get(pk=found[sheet.pk]) if found else None


def acting_unit(sheet: Sheet, step: str, day: dt.date | None = None) -> Unit:
    """The unit that acts at a step of a sheet: in a cluster its lead, where there is one."""
    actor = KINDS[step].actor
    if step == CLUSTER and (lead := lead_of(sheet, day)):
        return lead
    unit: Unit = sheet.unit if actor == OWN else sheet.round.unit
    return managing_unit(sheet.unit, day or clock.today()) if actor == MANAGING else unit


def may_act(by: Account, sheet: Sheet, step: str) -> bool:
    """Whether somebody may act at a step of a sheet: after the first, not on the own union's.

    At the cluster's the managing union may as well.
    """
    permission = KINDS[step].permission
    if (step == APPRAISE and typed_for(by, sheet)) or (step != SELF and is_own(by, sheet.unit)):
        return False
    if may(by, permission, acting_unit(sheet, step)):
        return True
    return step == CLUSTER and may(by, permission, managing_unit(sheet.unit, clock.today()))


def typed_for(by: Account, sheet: Sheet) -> bool:
    """Whether somebody's own hand is in a sheet that is entered on behalf: then a colleague appraises it."""
    if not sheet.entered_for:
        return False
    return Action.objects.filter(subject=sheet.pk, actor=by.pk, verb__in=TYPING, undone_by=None).exists()


def chain_of(sheet: Sheet) -> Chain:
    """The steps that this sheet goes through."""
    return chains(sheet.round)[sheet.track]


def require_step(by: Account | None, sheet: Sheet, step: str) -> None:
    """Raises ForbiddenError or RefusedError unless the sheet stands at the step and the actor may act there."""
    if by is not None and step == APPRAISE and typed_for(by, sheet):
        raise ForbiddenError(_("You entered this sheet on behalf of the union; a colleague has to appraise it."))
    if step != SELF:
        require_stranger(by, sheet.unit)
    if by is not None and not may_act(by, sheet, step):
        raise ForbiddenError(_("You have no permission for this."))
    if sheet.step != step:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))


def require_stranger(by: Account | None, *units: Unit) -> None:
    """Nobody appraises, reviews or decides on the union in which they are a member or hold a post."""
    own = _own_paths(by)
    if any(_is_own(unit, own) for unit in units):
        raise ForbiddenError(_("Nobody appraises their own union; a colleague has to do it."))


def is_own(by: Account, unit: Unit) -> bool:
    """Whether somebody is a member or holds a post in a union today."""
    return _is_own(unit, _own_paths(by))


def without_own(by: Account, sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets but that of the actor's own union, which is left to a colleague."""
    own = _own_paths(by)
    return [sheet for sheet in sheets if not _is_own(sheet.unit, own)]


def _own_paths(by: Account | None) -> list[str]:
    """The paths of the units in which somebody is a member or holds a post today."""
    if by is None:
        return []
    today = clock.today()
    member = Membership.objects.on(today).filter(person__user=by.id).values_list("unit__path", flat=True)
    posts = Appointment.objects.on(today).filter(person__user=by.id).values_list("seat__unit__path", flat=True)
    return [*member, *posts]


def _is_own(unit: Unit, own: list[str]) -> bool:
    return len(unit.path) > LABEL and any(within(path, unit.path) for path in own)


def require_decider(by: Account | None, round_: Round, permission: str = "grading.decide") -> None:
    """Raises ForbiddenError unless the actor may decide on, or otherwise act for, the branch of a round."""
    if by is not None and not may(by, permission, round_.unit):
        raise ForbiddenError(_("You have no permission for this."))


def require_listed(round_: Round, sheets: Sequence[Sheet]) -> None:
    """Raises RefusedError for a list without a sheet, or with one of another round."""
    require_any(sheets)
    if any(sheet.round_id != round_.id for sheet in sheets):
        raise RefusedError(_("A sheet in the list belongs to another round."))


def require_any(sheets: Sequence[Sheet]) -> None:
    """Raises RefusedError for a list without a sheet."""
    if not sheets:
        raise RefusedError(_("Tick at least one sheet."))


def require_ahead(due: dt.date) -> None:
    """Raises RefusedError, field "due", for a last good day that is over already or lies years ahead."""
    require_near(due, "due")
    if due < clock.today():
        raise RefusedError(Reason(_("The day lies in the past."), "due"))


def require_reason(why: str, field: str = "why") -> str:
    """The reason without blanks around it. Raises RefusedError if there is none."""
    if not legible(why):
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), field))
    return why.strip()


def require_unsettled(line: SheetLine) -> None:
    """Raises RefusedError for a line that a letter dropped, or gave its full points to all (R16)."""
    settled = AmendedLine.objects.filter(line=line).exclude(amendment__kind=Amendment.PROOF)
    letter = settled.select_related("amendment").first()
    if letter:
        text = _("Letter {number} settles this line for the whole round; it is not scored any more.")
        raise RefusedError(text.format(number=letter.amendment.number))

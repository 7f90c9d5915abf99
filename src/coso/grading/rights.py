"""Where the right to a deed of the grading year is asked for when it is taken back: where the services ask for it."""

from django.utils.translation import gettext as _

from coso.access.deeds import Rule
from coso.access.models import Account, Action
from coso.access.refusals import ForbiddenError
from coso.duties.models import Extension
from coso.grading.chain import APPRAISE, KINDS, ROUND, SELF
from coso.grading.models import Sheet
from coso.grading.services.guards import (
    lead_of,
    managing_unit,
    managing_units,
    may_act,
    require_decider,
    require_stranger,
)
from coso.grading.services.petitions import REOPENED
from coso.grading.services.scoring import require_scorer
from coso.lib import clock
from coso.papers.attachments.proofs import SEEN
from coso.papers.models import Proof
from coso.register.models import Unit
from coso.register.rights import own
from coso.register.services.guards import require
from coso.requests.models import Request


def _sheet(action: Action) -> Sheet:
    found = Sheet.objects.filter(pk__in=[action.subject] if action.subject else [])
    sheet = found.select_related("unit", "round__unit", "round__rubric").first()
    if sheet is None:
        raise ForbiddenError(_("You have no permission for this."))
    return sheet


def managing(by: Account, action: Action, permission: str) -> None:
    """At the union that manages that of the sheet. Raises ForbiddenError, as every rule here."""
    require(by, permission, managing_unit(_sheet(action).unit, clock.today()))


def at_step(step: str) -> Rule:
    """At the unit that acts at a step of the sheet, for nobody of the union itself."""

    def rule(by: Account, action: Action, permission: str) -> None:
        sheet = _sheet(action)
        if not may_act(by, sheet, step):
            raise ForbiddenError(_("You have no permission for this."))
        if step != SELF:
            require_stranger(by, sheet.unit)

    return rule


def scoring(by: Account, action: Action, permission: str) -> None:
    """By the committee of the union, or by whoever enters its sheet for it."""
    require_scorer(by, _sheet(action))


def submitted(by: Account, action: Action, permission: str) -> None:
    """By the head of the union, or by whoever enters its sheet for it."""
    if _sheet(action).entered_for:
        scoring(by, action, permission)
    else:
        require(by, permission, _sheet(action).unit)


def proved(by: Account, action: Action, permission: str) -> None:
    """As scoring; of a paper that the appraiser saw, as appraising."""
    seen = Proof.objects.filter(act=action.pk, kind=SEEN).exists()
    (at_step(APPRAISE) if seen else scoring)(by, action, permission)


def leading(by: Account, action: Action, permission: str) -> None:
    """At the lead of the cluster of the sheet, for nobody of the union itself."""
    sheet = _sheet(action)
    lead = lead_of(sheet)
    if lead is None:
        raise ForbiddenError(_("Only the lead of the cluster suggests points."))
    require(by, permission, lead)
    require_stranger(by, sheet.unit)


def of_the_round(by: Account, action: Action, permission: str) -> None:
    """At the unit of the round of the sheet, for nobody of the union itself."""
    sheet = _sheet(action)
    require_decider(by, sheet.round, permission)
    require_stranger(by, sheet.unit)


def answered(by: Account, action: Action, permission: str) -> None:
    """As deciding; where the answer reopened the result, as reopening."""
    reopened = Request.objects.filter(act=action.pk, outcome=REOPENED).exists()
    of_the_round(by, action, "grading.reopen" if reopened else permission)


def listed(by: Account, action: Action, permission: str) -> None:
    """At the unit of the round, for nobody of a union in the list."""
    own(by, action, permission)
    require_stranger(by, *Unit.objects.filter(sheets__act=action.pk).distinct())


def extended(by: Account, action: Action, permission: str) -> None:
    """At the unions that manage those that were given more time; for a step of the round's unit, there."""
    central = [kind.duty for kind in KINDS.values() if kind.actor == ROUND]
    if Extension.objects.filter(act=action.pk, kind__in=central).exists():
        own(by, action, permission)
    sheets = Extension.objects.filter(act=action.pk).values("subject")
    given = Sheet.objects.filter(pk__in=sheets).values_list("unit", flat=True)
    above = Unit.objects.filter(pk__in=set(managing_units(given, clock.today()).values()))
    if above:
        require(by, permission, *above)
    else:
        own(by, action, permission)

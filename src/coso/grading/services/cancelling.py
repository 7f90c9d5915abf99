"""Taking a round back that was opened by mistake, while nobody has scored anything in it."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import undo
from coso.access.models import Account, Action
from coso.access.refusals import RefusedError
from coso.grading.chain import SELF
from coso.grading.models import Round, RoundStep, Sheet, SheetLine
from coso.grading.services.guards import require_decider, require_reason
from coso.grading.services.rows import lock_round

TOUCHED = Q(own__isnull=False) | Q(none=True) | Q(appraised__isnull=False) | ~Q(note="") | ~Q(level="")


def opening_of(round_: Round) -> Action | None:
    """The action that opened a round, as its steps tell: nothing writes them again."""
    acts = RoundStep.objects.filter(round=round_).values("act")
    return Action.objects.filter(pk__in=acts, verb="round.open", undone_by=None).first()


def scored_in(round_: Round) -> int:
    """How many sheets of a round somebody has begun: sent, taken over, or with a line scored."""
    graded = Sheet.objects.filter(round=round_, why_not="")
    lines = SheetLine.objects.filter(TOUCHED, sheet__round=round_).values("sheet")
    return graded.filter(~Q(step=SELF) | ~Q(entered_for="") | Q(pk__in=lines)).count()


def cancel_round(*, round_: Round, why: str, by: Account | None) -> None:
    """Takes the opening of a round back with its sheets and duties, and before it what the system wrote since.

    Raises RefusedError where somebody has scored, BlockedError where something else was written.
    """
    reason = require_reason(why)
    with transaction.atomic():
        now = lock_round(round_.pk)
        require_decider(by, now, "grading.open")
        opened = opening_of(now)
        if opened is None:
            raise RefusedError(_("How this round was opened is not in the journal; it cannot be cancelled here."))
        if n := scored_in(now):
            raise RefusedError(_("{n} unions have begun to score; the round cannot be cancelled any more.").format(n=n))
        for action in _refreshes(now):
            undo(action=action, reason=reason, by=None)
        undo(action=opened, reason=reason, by=by)


def _refreshes(round_: Round) -> QuerySet[Action]:
    """What the system filled anew since, the newest first."""
    noted = Action.objects.filter(subject=round_.pk, verb__in=("round.refresh", "round.close_figures"), undone_by=None)
    return noted.order_by("-at", "-id")

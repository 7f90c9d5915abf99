"""The council: it proposes levels with a reason where they differ, and passes its list on to the decision."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties, open_next
from coso.grading.chain import COUNCIL, DECIDE, KINDS, ORDER
from coso.grading.council import Levels
from coso.grading.models import Round, Sheet
from coso.grading.services.deadlines import dues
from coso.grading.services.guards import require_decider, require_listed, require_stranger
from coso.grading.services.rows import lock_round, lock_sheets
from coso.lib import clock
from coso.rubrics.specs import grammar_of

REVIEW = "grading.review"


def check_level(sheet: Sheet, level: str, why: str, known: set[str]) -> None:
    """Raises RefusedError for a level that is not known, or differs from the one by points without a sentence why."""
    if level not in known:
        raise RefusedError(Reason(_("This level is not known."), str(sheet.id)))
    if level != sheet.by_points and not why.strip():
        raise RefusedError(Reason(_("The level differs from the level by points: say why."), str(sheet.id)))


def propose_levels(*, round_: Round, sheets: Sequence[Sheet], levels: Levels, by: Account | None) -> Act:
    """Keeps the levels that the council proposes, each with one sentence where it differs. Raises RefusedError."""
    with act(by=by, verb="round.propose", unit=round_.unit_id, subject=round_) as a:
        now = _lock_list(by, round_, sheets)
        _check_proposals(now, levels, {band.key for band in grammar_of(now[0].round.rubric).bands})
        rows = {sheet.id: levels[sheet.id] for sheet in now}
        a.write(Sheet, {key: {"heard_grade": level, "heard_why": why.strip()} for key, (level, why) in rows.items()})
    return a


def _check_proposals(sheets: Sequence[Sheet], levels: Levels, known: set[str]) -> None:
    for sheet in sheets:
        if sheet.step not in (COUNCIL, DECIDE):
            raise RefusedError(Reason(_("A sheet in the list is not before the council."), str(sheet.id)))
        check_level(sheet, *levels[sheet.id], known)


def _lock_list(by: Account | None, round_: Round, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of a list of a round, locked after it, for who may act for the council and is a stranger to them."""
    now = lock_round(round_.id)
    require_decider(by, now, REVIEW)
    require_listed(now, sheets)
    found = lock_sheets(sheets)
    require_stranger(by, *[sheet.unit for sheet in found])
    return found


def hear_sheets(*, round_: Round, sheets: Sequence[Sheet], by: Account | None) -> Act:
    """The council has met: its list goes on to the decision, in one action. Raises RefusedError."""
    with act(by=by, verb="round.hear", unit=round_.unit_id, subject=round_) as a:
        now = _lock_list(by, round_, sheets)
        if any(sheet.step != COUNCIL for sheet in now):
            raise RefusedError(_("No sheet in the list is before the council."))
        a.write(Sheet, {sheet.id: {"step": DECIDE, "heard": clock.today()} for sheet in now})
        pass_duties(a, round_, now, COUNCIL, by)
    return a


def pass_duties(a: Act, round_: Round, sheets: Sequence[Sheet], step: str, by: Account | None) -> None:
    """The duty of a step of the round's own unit is done for many sheets, and that of the next step is owed."""
    following = ORDER[ORDER.index(step) + 1]
    close_duties(a, KINDS[step].duty, [sheet.id for sheet in sheets], by)
    days = dues(round_, following, sheets)
    open_next(a, KINDS[following].duty, [(round_.unit_id, sheet.id, days[sheet.id]) for sheet in sheets])

"""What is said before a sheet goes on, or a list of them is decided or published."""

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.requests import Request
from coso.access.sure import Deed
from coso.grading.chain import KINDS, next_step
from coso.grading.models import Sheet
from coso.grading.reads import LineView, SheetView, sheet_view
from coso.grading.services.scoring import departures
from coso.grading.views.sheet_context import above_of, rights, show_proofs
from coso.lib import clock
from coso.lib.points import show_points
from coso.register.names import unit_names
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words

NAMED = 7


def before_deed(request: Request, row: Sheet, what: str) -> Deed | None:
    """What is asked before a sheet is sent, its appraisal finished or passed on; None where nothing is to be asked.

    What is refused anyway is not asked about: the service says why.
    """
    asking = {"submit": _submitting, "finish": _finishing, "move": _moving}.get(what)
    if asking is None:
        return None
    view = sheet_view(row)
    for each in view.lines:
        each.line.sheet = row
    show_proofs(view.lines)
    return asking(request, view)


def _submitting(request: Request, view: SheetView) -> Deed | None:
    row, lines = view.sheet, [each.line for each in view.lines]
    unsigned = row.entered_for and not row.signed_page_id
    if not rights(request, view)["may_submit"] or view.open or unsigned or departures(lines):
        return None
    above = _name(request, above_of(request, row).pk)
    said = [
        _("{n} lines are scored, {points} points together.").format(
            n=sum(line.own is not None for line in lines), points=show_points(view.own.totals.sum)
        ),
        _(
            "The sheet goes to {unit}. Then it is locked: only lines with a request for a supplement can be changed."
        ).format(unit=above),
    ]
    return _about(request, view, _("Send the score sheet"), _("Send it"), said)


def _finishing(request: Request, view: SheetView) -> Deed | None:
    if not rights(request, view)["appraising"] or view.not_appraised or any(each.waits for each in view.lines):
        return None
    changed = sum(each.line.appraised != each.line.own for each in view.lines if each.line.appraised is not None)
    said = [
        _("{points} points appraised; {n} lines differ from what the union scored.").format(
            points=show_points(view.appraised.totals.points), n=changed
        ),
        _goes_to(view),
    ]
    return _about(request, view, _("Finish the appraisal"), _("Finish it"), said)


def _moving(request: Request, view: SheetView) -> Deed | None:
    if not rights(request, view)["may_move"]:
        return None
    return _about(request, view, _("Pass on to the next step"), _("Pass it on"), [_goes_to(view)])


def _goes_to(view: SheetView) -> str:
    following = next_step(view.chain, view.sheet.step)
    step = KINDS[following.kind].text if following else _("Published")
    return _("The sheet goes on to: {step}. There is no way back from here.").format(step=step)


def _about(request: Request, view: SheetView, title: str, verb: str, said: Sequence[str]) -> Deed:
    row = view.sheet
    whose = f"{_name(request, row.unit_id)} · {row.round.title}"
    return Deed(title, verb, [whose, *said], _missing(view.lines), reverse("sheet", args=[row.pk]))


def _missing(lines: Sequence[LineView]) -> list[str]:
    """Lines with points that neither a record nor a proof stands behind."""
    bare = [each for each in lines if each.line.own and each.line.own != each.line.proposed and not each.proofs]
    text = ngettext("{n} line has no proof: {codes}.", "{n} lines have no proof: {codes}.", len(bare))
    return [text.format(n=len(bare), codes=", ".join(each.line.code for each in bare))] if bare else []


def _name(request: Request, unit: object) -> str:
    return unit_names([unit], request.day).get(unit, "")


# ── lists ──


def before_list(rows: Sequence[Sheet], others: int, document: str, back: str, *, publishing: bool) -> Deed:
    """What is asked before sheets are decided or published together; `others` of the choice stand at another step."""
    names = unit_names([row.unit_id for row in rows[:NAMED]], clock.today())
    more = len(rows) - len(names)
    said = [*_levels(rows, decided=publishing), ", ".join(names.values()) + (f" … +{more}" if more > 0 else "")]
    missing = []
    if publishing:
        said.append(_("Everybody who has the address sees the results, without signing in."))
    elif not document.strip():
        missing.append(_("The number and day of the decision are not given."))
    if others:
        text = ngettext(
            "{n} sheet of the choice is not at this step.", "{n} sheets of the choice are not at this step.", others
        )
        missing.append(text.format(n=others))
    title = (
        ngettext("Publish {n} result", "Publish {n} results", len(rows))
        if publishing
        else ngettext("Decide {n} sheet", "Decide {n} sheets", len(rows))
    )
    title = title.format(n=len(rows))
    return Deed(title, title, said, missing, back)


def _levels(rows: Sequence[Sheet], *, decided: bool) -> list[str]:
    """How many sheets have which level."""
    told: Counter[str] = Counter()
    for row in rows:
        level = row.grade if decided else row.heard_grade or row.expected
        told[words(grammar_of(row.round.rubric).band(level)) if level else _("No level yet")] += 1
    return [f"{level}: {n}" for level, n in told.most_common()]

"""The union's own hand: scoring line by line, proofs, answering requests, submitting."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.journal.sitting import sitting
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.services import close_duties, open_next
from coso.evaluation.chain import KINDS, SELF, next_step
from coso.evaluation.filling import grammar_of, outcome, points_in, values_on
from coso.evaluation.grammar.model import Criterion, Levels
from coso.evaluation.grammar.model import Line as RubricLine
from coso.evaluation.grammar.scoring import LinePoints, points_of_level
from coso.evaluation.grammar.values import Absent
from coso.evaluation.models import Line, Sheet
from coso.evaluation.services.deadlines import dues
from coso.evaluation.services.gate import acting_unit, chain_of, managing_unit, require_step
from coso.lib.points import POINT, read_points, show_points
from coso.register.sight import may


class AnotherValueError(RefusedError):
    """Somebody else wrote the cell since the reader saw it; carries the value that stands there now."""

    def __init__(self, now: int | None) -> None:
        shown = show_points(now) if now is not None else "–"
        super().__init__(_("Meanwhile somebody else entered {value} here.").format(value=shown))
        self.now = now


class LooksLikeShareError(RefusedError):
    """A value that looks like a percentage was typed into a box of points."""


@dataclass(frozen=True)
class Place:
    """A line with its criterion in the rubric of its sheet."""

    line: Line
    criterion: Criterion
    rule: RubricLine
    step: int


def place_of(line: Line) -> Place:
    """The line's criterion and rule."""
    grammar = grammar_of(line.sheet.round.rubric)
    criterion = grammar.criterion(line.code)
    rule = criterion.line(line.sheet.variant)
    if rule is None:
        raise LookupError(line.code)
    return Place(line, criterion, rule, grammar.step)


def read_cell(text: str, place: Place, *, sure: bool = False) -> int | None:
    """Points typed into a cell, None where it was emptied. Raises RefusedError in words; LooksLikeShareError asks."""
    if not text.strip():
        return None
    typed = text.strip()
    points = read_points(typed.removesuffix("%"))
    if points is None:
        raise RefusedError(Reason(_("Not a number; write points as 4,5."), "points"))
    if typed.endswith("%") or (0 < points <= POINT and points % place.step):
        worth = show_points(place.rule.max * points // (100 * POINT if typed.endswith("%") else POINT))
        text = _("Points, not a share: do you mean {points} of {max} points?")
        raise LooksLikeShareError(text.format(points=worth, max=show_points(place.rule.max)))
    return check_points(points, place)


def check_points(points: int, place: Place) -> int:
    """The points if they lie within the line's maximum and on the rubric's step. Raises RefusedError."""
    if not 0 <= points <= place.rule.max:
        text = _("This line gives at most {max} points.").format(max=show_points(place.rule.max))
        raise RefusedError(Reason(text, "points"))
    if points % place.step:
        raise RefusedError(Reason(_("Points go in steps of {step}.").format(step=show_points(place.step)), "points"))
    return points


def require_scorer(by: Account | None, sheet: Sheet) -> None:
    """The union's committee scores; its managing union may enter for it, and is named."""
    permission = "evaluation.enter_for" if sheet.entered_for else "evaluation.score"
    if by is not None and not (may(by, "evaluation.score", sheet.unit) or may(by, permission, sheet.unit)):
        raise ForbiddenError(_("You have no permission for this."))


ANY = object()


def score_line(*, line: Line, by: Account | None, seen: Any = ANY, **said: Any) -> Line:
    """Sets what the union says of a line: points, level, none ("không phát sinh"), note. Saves by itself, per cell.

    `seen` is the value that the writer saw; another's value in between is asked about. Raises RefusedError.
    """
    sheet = line.sheet
    require_scorer(by, sheet)
    if sheet.step != SELF and not _asked(line):
        raise RefusedError(_("The sheet is submitted; only lines with a request for a supplement can be changed."))
    place = place_of(line)
    values = _said(place, said)
    with sitting(by=by, verb="sheet.score", unit=sheet.unit_id, subject=sheet) as a:
        now = Line.objects.select_for_update().get(pk=line.pk)
        if seen is not ANY and "own" in values and now.own not in (seen, values["own"]):
            raise AnotherValueError(now.own)
        a.write(Line, {line.id: values})
    return Line.objects.get(pk=line.pk)


def _asked(line: Line) -> bool:
    return bool(line.asked) and line.answered is None


def _said(place: Place, said: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: said[name] for name in ("note",) if name in said}
    if "level" in said and isinstance(place.rule.rule, Levels):
        known = dict(place.rule.rule.levels)
        if said["level"] and said["level"] not in known:
            raise RefusedError(Reason(_("This level is not known."), "level"))
        points = points_of_level(place.rule.rule, said["level"]) if said["level"] else None
        values.update(level=said["level"], own=points)
    if "points" in said:
        points = said["points"]
        values["own"] = None if points is None else check_points(points, place)
    if "none" in said:
        values.update(_none(place, said["none"]))
    return values


def _none(place: Place, none: bool) -> dict[str, Any]:
    if not none:
        return {"none": False}
    worth = place.rule.when_none
    if worth is None:
        raise RefusedError(Reason(_("This line does not foresee “none arose”."), "none"))
    return {"none": True, "own": None if isinstance(worth, Absent) else worth}


def open_lines(lines: Iterable[Line], bonus: set[str]) -> list[Line]:
    """The lines that the union still has to answer before it can submit."""
    waiting = (line for line in lines if line.code not in bonus and line.status != Absent.NOT_APPLICABLE)
    return [line for line in waiting if line.own is None and not line.none]


def departures(lines: Iterable[Line]) -> list[Line]:
    """The lines where the union departs from the records without a word of reason."""
    return [
        line for line in lines if line.proposed is not None and line.own not in (None, line.proposed) and not line.note
    ]


def bonus_codes(sheet: Sheet) -> set[str]:
    """The criteria that only the upper level awards."""
    grammar = grammar_of(sheet.round.rubric)
    return {c.code for c, _line in grammar.lines_of(sheet.variant) if grammar.group(c.group).bonus}


def confirm_proposals(*, sheet: Sheet, by: Account | None) -> int:
    """Keeps what the records propose on every line that is still empty. Returns the number of lines."""
    require_scorer(by, sheet)
    if sheet.step != SELF:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))
    with sitting(by=by, verb="sheet.score", unit=sheet.unit_id, subject=sheet) as a:
        ready = sheet.lines.filter(own=None, proposed__isnull=False)
        return a.write(Line, {line.id: {"own": line.proposed} for line in ready})


def submit_sheet(*, sheet: Sheet, by: Account | None) -> Act:
    """Sends the sheet to the managing union: complete, departures with a reason. Raises RefusedError."""
    if not sheet.entered_for:
        require_step(by, sheet, SELF)
    else:
        require_scorer(by, sheet)
    lines = list(sheet.lines.order_by("n"))
    grammar = grammar_of(sheet.round.rubric)
    bonus = bonus_codes(sheet)
    _require_complete(lines, bonus)
    with act(by=by, verb="sheet.submit", unit=sheet.unit_id, subject=sheet) as a:
        own = points_in([line for line in lines if line.code not in bonus], "own")
        said = outcome(grammar, sheet.variant, own | out_of_sheet(lines), values_on(lines, grammar))
        facts = {"self_points": said.totals.sum, "by_points": said.by_points, "expected": said.expected}
        pass_on(a, sheet, by, {**facts, "returned_why": ""})
    return a


def out_of_sheet(lines: Iterable[Line]) -> dict[str, LinePoints]:
    """Lines of which the union says that nothing arose, and that then leave the sheet."""
    return {line.code: Absent.NOT_APPLICABLE for line in lines if line.none and line.own is None}


def _require_complete(lines: list[Line], bonus: set[str]) -> None:
    reasons = [
        Reason(_("Line {code} is still open.").format(code=line.code), line.code) for line in open_lines(lines, bonus)
    ]
    text = _("Line {code} departs from the records: say why.")
    reasons += [Reason(text.format(code=line.code), line.code) for line in departures(lines)]
    if reasons:
        raise RefusedError(*reasons)


def pass_on(a: Act, sheet: Sheet, by: Account | None, facts: dict[str, Any]) -> None:
    """The sheet leaves its step for the next one that is on: date, duty done, duty of the next."""
    following = next_step(chain_of(sheet), sheet.step)
    kind = KINDS[sheet.step]
    a.write(
        Sheet,
        {sheet.id: {**facts, kind.reached: timezone.localdate(), "step": following.kind if following else "done"}},
    )
    close_duties(a, kind.duty, [sheet.id], by)
    if following:
        duty = KINDS[following.kind].duty
        due = dues(sheet.round, following.kind, [sheet])[sheet.id]
        open_next(a, duty, [(acting_unit(sheet, following.kind).id, sheet.id, due)])


def answer_request(*, line: Line, answer: str, by: Account | None) -> Line:
    """The union answers a request for a supplement; when the last one is answered the duty is done."""
    sheet = line.sheet
    require_scorer(by, sheet)
    if not _asked(line):
        raise RefusedError(_("Nothing is asked about this line."))
    if not answer.strip():
        raise RefusedError(Reason(_("Say in a sentence what was supplemented."), "answer"))
    with act(by=by, verb="sheet.answer", unit=sheet.unit_id, subject=sheet) as a:
        a.write(Line, {line.id: {"answer": answer, "answered": timezone.localdate()}})
        if not sheet.lines.exclude(asked="").filter(answered=None).exists():
            close_duties(a, "evaluation.supplement", [sheet.id], by)
    return Line.objects.get(pk=line.pk)


def enter_for(*, sheet: Sheet, why: str, by: Account) -> Act:
    """The managing union takes over the typing for a union on paper; every page and paper then says so."""
    today = timezone.localdate()
    if not may(by, "evaluation.enter_for", managing_unit(sheet.unit, today)):
        raise ForbiddenError(_("You have no permission for this."))
    if sheet.step != SELF:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))
    with act(by=by, verb="sheet.enter_for", unit=sheet.unit_id, subject=sheet, reason=why) as a:
        a.write(Sheet, {sheet.id: {"entered_for": f"{by.name}, {today:%d/%m/%Y}. {why}"}})
    return a

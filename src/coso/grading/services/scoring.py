"""The union's own hand: scoring line by line, proofs, answering requests, submitting."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held_where
from coso.access.journal.edit_session import edit_session, end_edit_sessions
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.services import close_duties, open_next
from coso.grading.chain import KINDS, SELF, next_step
from coso.grading.models import Sheet, SheetLine
from coso.grading.prefill import outcome, points_in, values_on
from coso.grading.services.deadlines import dues
from coso.grading.services.guards import acting_unit, chain_of, require_step, require_unsettled
from coso.grading.services.rows import lock_line, lock_sheet
from coso.lib import clock
from coso.lib.points import POINT, read_points, round_down, show_points
from coso.register.visibility import may
from coso.rubrics.grammar.model import Criterion, Levels, RubricLine
from coso.rubrics.grammar.scoring import LinePoints, points_of_level
from coso.rubrics.grammar.values import Absent
from coso.rubrics.specs import grammar_of


class AnotherValueError(RefusedError):
    """Somebody else wrote the cell since the reader saw it; carries the value that stands there now."""

    def __init__(self, now: int | None) -> None:
        shown = show_points(now) if now is not None else "–"
        super().__init__(_("Meanwhile somebody else entered {value} here.").format(value=shown))
        self.now = now


class LooksLikeShareError(RefusedError):
    """A value that looks like a percentage was typed into a box of points.

    `worth`: the points that share would be, on the rubric's step. `literal`: the value as points, None if it cannot be.
    """

    def __init__(self, text: str, worth: int, literal: int | None) -> None:
        super().__init__(Reason(text, "points"))
        self.worth, self.literal = worth, literal


@dataclass(frozen=True)
class Place:
    """A line with its criterion in the rubric of its sheet."""

    line: SheetLine
    criterion: Criterion
    rule: RubricLine
    step: int


def place_of(line: SheetLine) -> Place:
    """The line's criterion and rule."""
    grammar = grammar_of(line.sheet.round.rubric)
    criterion = grammar.criterion(line.code)
    rule = criterion.line(line.sheet.variant)
    if rule is None:
        raise LookupError(line.code)
    return Place(line, criterion, rule, grammar.step)


SURE = 2 * POINT


def read_cell(text: str, place: Place, *, sure: bool = False) -> int | None:
    """Points typed into a cell, None where it was emptied.

    Raises RefusedError in words; LooksLikeShareError asks, unless the writer is `sure` that points are meant.
    """
    typed = text.strip()
    if not typed:
        return None
    points = read_points(typed.removesuffix("%"))
    if points is None:
        raise RefusedError(Reason(_("Not a number; write points as 4,5."), "points"))
    if _like_share(typed, points, place.rule.max) and not sure:
        raise _ask_share(typed, points, place)
    return check_points(points, place)


def _like_share(typed: str, points: int, most: int) -> bool:
    """A percentage sign; 0,95 or 0,375; 1 on a line of more; 95 on a line of 6."""
    if typed.endswith("%"):
        return True
    part = 0 < points < POINT and most >= SURE
    return part or (points > most and 10 * POINT <= points <= 100 * POINT)


def _ask_share(typed: str, points: int, place: Place) -> LooksLikeShareError:
    most = place.rule.max
    whole = POINT if points < POINT and not typed.endswith("%") else 100 * POINT
    worth = round_down(Fraction(most * points, whole), place.step)
    per_cent = f"{show_points(points * 100 * POINT // whole)} %"
    literal = points if points <= most and points % place.step == 0 and not typed.endswith("%") else None
    exact = worth * whole == most * points
    text = _("Points, not a share: do you mean {share} of {max} points, that is {points} points?")
    if not exact:
        text = _("Points, not a share: do you mean {share} of {max} points, that is {points} points, rounded down?")
    text = text.format(share=per_cent, max=show_points(most), points=show_points(worth))
    if points > most and not typed.endswith("%"):
        text = _("This line gives at most {max} points.").format(max=show_points(most)) + " " + text
    return LooksLikeShareError(text, worth, literal)


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
    permission = "grading.enter_for" if sheet.entered_for else "grading.score"
    if by is not None and not (may(by, "grading.score", sheet.unit) or may(by, permission, sheet.unit)):
        raise ForbiddenError(_("You have no permission for this."))


ANY = object()


def score_line(*, line: SheetLine, by: Account | None, seen: Any = ANY, **said: Any) -> SheetLine:
    """Sets what the union says of a line: points, level, none ("không phát sinh"), note. Saves by itself, per cell.

    `seen` is the value that the writer saw; another's value in between is asked about. Raises RefusedError.
    """
    with edit_session(by=by, verb="sheet.score", unit=line.sheet.unit_id, subject=line.sheet) as a:
        now = lock_line(line)
        require_scorer(by, now.sheet)
        require_unsettled(now)
        require_typing(now)
        place = place_of(now)
        _check_bonus(place, now, said)
        values = _said(place, said)
        if values.get("own") not in (None, now.own):
            values.setdefault("none", False)
        if seen is not ANY and "own" in values and now.own not in (seen, values["own"]):
            raise AnotherValueError(now.own)
        a.write(SheetLine, {now.id: values})
    return SheetLine.objects.get(pk=line.pk)


def require_typing(line: SheetLine) -> None:
    """Raises RefusedError unless the union may still write the line: its sheet is not sent, or the line is asked."""
    if line.sheet.step != SELF and not is_asked(line):
        raise RefusedError(_("The sheet is submitted; only lines with a request for a supplement can be changed."))


def _check_bonus(place: Place, line: SheetLine, said: dict[str, Any]) -> None:
    """The union proposes a bonus in words; the upper level awards its points (R27)."""
    if set(said) - {"note"} and grammar_of(line.sheet.round.rubric).group(place.criterion.group).bonus:
        raise RefusedError(Reason(_("Bonus points are awarded by the upper level; propose them in words."), "points"))


def is_asked(line: SheetLine) -> bool:
    """Whether a supplement of this line is asked and not answered."""
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


def open_lines(lines: Iterable[SheetLine], bonus: set[str]) -> list[SheetLine]:
    """The lines that the union still has to answer before it can submit."""
    waiting = (line for line in lines if line.code not in bonus and line.status != Absent.NOT_APPLICABLE)
    return [line for line in waiting if line.own is None and not line.none]


def departures(lines: Iterable[SheetLine]) -> list[SheetLine]:
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
    with edit_session(by=by, verb="sheet.score", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        require_scorer(by, now)
        if now.step != SELF:
            raise RefusedError(_("The sheet is no longer at this step; load the page again."))
        empty = now.lines.filter(own=None, none=False, proposed__isnull=False)
        ready = held_where(empty.exclude(code__in=bonus_codes(now)))
        return a.write(SheetLine, {line.id: {"own": line.proposed} for line in ready})


def submit_sheet(*, sheet: Sheet, by: Account | None) -> Act:
    """Sends the sheet to the managing union: complete, departures with a reason. Raises RefusedError."""
    with act(by=by, verb="sheet.submit", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        _require_submitter(by, now)
        end_edit_sessions(now)
        pass_on(a, now, by, {**_own_facts(now), "returned_why": ""})
    return a


def _require_submitter(by: Account | None, sheet: Sheet) -> None:
    if not sheet.entered_for or (by and not may(by, "grading.enter_for", sheet.unit)):
        require_step(by, sheet, SELF)
        return
    if sheet.step != SELF:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))


def _own_facts(sheet: Sheet) -> dict[str, Any]:
    """What the union's own column adds up to. Raises RefusedError while something of the sheet is missing."""
    lines = list(sheet.lines.order_by("n"))
    grammar, bonus = grammar_of(sheet.round.rubric), bonus_codes(sheet)
    _require_complete(lines, bonus)
    require_signed_page(sheet)
    own = points_in([line for line in lines if line.code not in bonus], "own")
    said = outcome(grammar, sheet.variant, own | out_of_sheet(lines), values_on(lines, grammar))
    return {"self_points": said.totals.sum, "by_points": said.by_points, "expected": said.expected}


def out_of_sheet(lines: Iterable[SheetLine]) -> dict[str, LinePoints]:
    """Lines of which the union says that nothing arose, and that then leave the sheet."""
    return {line.code: Absent.NOT_APPLICABLE for line in lines if line.none and line.own is None}


def require_signed_page(sheet: Sheet) -> None:
    """What was entered on behalf goes on only with the page that the union signed (R23). Raises RefusedError."""
    if sheet.entered_for and sheet.signed_page_id is None:
        text = _("Entered on behalf: attach the scan or photo of the page that the union signed.")
        raise RefusedError(Reason(text, "signed_page"))


def _require_complete(lines: list[SheetLine], bonus: set[str]) -> None:
    reasons = [
        Reason(_("Line {code} is still open.").format(code=line.code), line.code) for line in open_lines(lines, bonus)
    ]
    text = _("Line {code} departs from the records: say why.")
    reasons += [Reason(text.format(code=line.code), line.code) for line in departures(lines)]
    if reasons:
        raise RefusedError(*reasons)


def pass_on(a: Act, sheet: Sheet, by: Account | None, facts: dict[str, Any]) -> None:
    """The sheet leaves its step for the next one that is on: date, duty done, duty of the next. It is locked."""
    following = next_step(chain_of(sheet), sheet.step)
    kind = KINDS[sheet.step]
    a.write(
        Sheet,
        {sheet.id: {**facts, kind.reached: clock.today(), "step": following.kind if following else "done"}},
    )
    close_duties(a, kind.duty, [sheet.id], by)
    if following:
        duty = KINDS[following.kind].duty
        due = dues(sheet.round, following.kind, [sheet])[sheet.id]
        open_next(a, duty, [(acting_unit(sheet, following.kind).id, sheet.id, due)])

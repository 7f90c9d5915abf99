"""Letters that amend a whole round (R16): foreseen sheet by sheet, applied in one action, never after a decision."""

import copy
import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties
from coso.grading.chain import SUPPLEMENT
from coso.grading.models import AmendedLine, Amendment, Round, Sheet, SheetLine
from coso.grading.prefill import outcome, points_in, values_on
from coso.grading.services.rows import lock_round
from coso.grading.services.scoring import out_of_sheet
from coso.lib import clock
from coso.lib.dates import show_day
from coso.lib.keys import new_key, new_keys
from coso.register.services.guards import require
from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.grammar.values import Absent
from coso.rubrics.specs import grammar_of

PERMISSION = "grading.amend"
SUMS = ("proposed_points", "self_points", "appraised_points")


@dataclass(frozen=True)
class Letter:
    """What a letter says: its paper, and what becomes of one criterion, in one variant or in all ("")."""

    number: str
    dated: dt.date
    reason: str
    kind: str
    code: str
    variant: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """The letter as a reason on a line."""
        said = _("Letter {number} of {day}: {reason}")
        return said.format(number=self.number, day=show_day(self.dated), reason=self.reason)


@dataclass
class Effect:
    """A sheet that a letter changes: its line, the newest sum and level before and after (thousandths)."""

    sheet: Sheet
    line: SheetLine
    row: dict[str, Any]
    facts: dict[str, Any]
    before: int
    after: int
    level_before: str
    level_after: str


@dataclass
class Foreseen:
    """What a letter would do: the sheets it changes, those decided already and left, those it does not touch."""

    effects: list[Effect] = field(default_factory=list)
    left: list[Sheet] = field(default_factory=list)
    untouched: int = 0

    @property
    def moved(self) -> list[Effect]:
        """The sheets whose sum changes."""
        return [each for each in self.effects if each.before != each.after]

    @property
    def levels(self) -> list[Effect]:
        """The sheets whose level changes."""
        return [each for each in self.effects if each.level_before != each.level_after]


def foresee_amendment(*, round_: Round, letter: Letter) -> Foreseen:
    """What a letter would change, sheet by sheet. Raises RefusedError where the letter cannot hold."""
    grammar = grammar_of(round_.rubric)
    _check(round_, letter, grammar)
    found = Foreseen()
    for sheet, line in _sheets(round_, letter):
        if sheet.decided_on is not None:
            found.left.append(sheet)
        elif letter.kind == Amendment.FULL and line.status == Absent.NOT_APPLICABLE:
            found.untouched += 1
        else:
            found.effects.append(_effect(grammar, sheet, line, letter))
    return found


def _sheets(round_: Round, letter: Letter) -> Iterator[tuple[Sheet, SheetLine]]:
    sheets = Sheet.objects.filter(round=round_, why_not="")
    if letter.variant:
        sheets = sheets.filter(variant=letter.variant)
    lines = Prefetch("lines", queryset=SheetLine.objects.order_by("n"))
    for sheet in sheets.select_related("unit").prefetch_related(lines).order_by("unit__path"):
        line = next((each for each in sheet.lines.all() if each.code == letter.code), None)
        if line is not None:
            yield sheet, line


def _check(round_: Round, letter: Letter, grammar: RubricSpec) -> None:
    variants = [letter.variant] if letter.variant else [each.key for each in grammar.variants]
    having = [key for key in variants for criterion, _line in grammar.lines_of(key) if criterion.code == letter.code]
    if not having:
        raise RefusedError(Reason(_("No sheet of this round has this line."), "code"))
    if not letter.number.strip() or not letter.reason.strip():
        raise RefusedError(Reason(_("A letter has a number and says why."), "number"))
    if letter.kind == Amendment.PROOF and not letter.text.strip():
        raise RefusedError(Reason(_("Say which proof is asked from now on."), "text"))
    known = Amendment.objects.filter(round=round_, code=letter.code)
    if known.filter(number=letter.number, variant=letter.variant).exists():
        raise RefusedError(Reason(_("This letter is entered already for this line."), "number"))
    settled = known.exclude(kind=Amendment.PROOF)
    if letter.variant:
        settled = settled.filter(variant__in=["", letter.variant])
    if letter.kind != Amendment.PROOF and (other := settled.first()):
        text = _("Letter {number} settles this line already.").format(number=other.number)
        raise RefusedError(Reason(text, "code"))


def _effect(grammar: RubricSpec, sheet: Sheet, line: SheetLine, letter: Letter) -> Effect:
    row = _row(grammar, sheet, line, letter)
    lines = list(sheet.lines.all())
    changed = [_changed(each, row) if each is line else each for each in lines]
    before, after = sums_of(sheet, grammar, lines), sums_of(sheet, grammar, changed)
    return Effect(
        sheet,
        line,
        row,
        after if row else {},
        _newest(before),
        _newest(after),
        before.get("expected", ""),
        after.get("expected", ""),
    )


def _row(grammar: RubricSpec, sheet: Sheet, line: SheetLine, letter: Letter) -> dict[str, Any]:
    """The columns of a line that a letter changes."""
    if letter.kind == Amendment.PROOF:
        return {}
    answered = {"answered": clock.today(), "answer": letter.words} if line.asked and not line.answered else {}
    if letter.kind == Amendment.DROP:
        return {"proposed": None, "status": str(Absent.NOT_APPLICABLE), **answered}
    criterion = grammar.criterion(line.code)
    rule = criterion.line(sheet.variant)
    most = rule.max if rule else 0
    own = {} if grammar.group(criterion.group).bonus else {"own": most, "none": False}
    return {"proposed": most, "appraised": most, "reason": letter.words, **own, **answered}


def _changed(line: SheetLine, row: dict[str, Any]) -> SheetLine:
    fresh = copy.copy(line)
    for name, value in row.items():
        setattr(fresh, name, value)
    return fresh


def sums_of(sheet: Sheet, grammar: RubricSpec, lines: list[SheetLine]) -> dict[str, Any]:
    """The sums a sheet keeps, as far as it has come: proposals, then self-score, then appraisal with its level."""
    facts: dict[str, Any] = {"proposed_points": sum(line.proposed or 0 for line in lines)}
    values, out = values_on(lines, grammar), out_of_sheet(lines)
    if sheet.self_points is not None:
        bonus = {each.code for each, _line in grammar.lines_of(sheet.variant) if grammar.group(each.group).bonus}
        own = points_in([line for line in lines if line.code not in bonus], "own")
        said = outcome(grammar, sheet.variant, own | out, values)
        facts |= {"self_points": said.totals.sum, "by_points": said.by_points, "expected": said.expected}
    if sheet.appraised_points is not None:
        values = values_on(lines, grammar, sheet.findings)
        said = outcome(grammar, sheet.variant, points_in(lines, "appraised") | out, values)
        facts |= {"appraised_points": said.totals.points, "by_points": said.by_points, "expected": said.expected}
        facts["grade_why"] = said.why_vi if said.by_points != said.expected else ""
    return facts


def _newest(facts: dict[str, Any]) -> int:
    return int(next(facts[name] for name in reversed(SUMS) if name in facts))


def amend_round(*, round_: Round, letter: Letter, by: Account | None, expected: int | None = None) -> Amendment:
    """Enters a letter and applies it to every sheet not decided yet, in one action.

    `expected`: how many sheets the preview showed. Raises RefusedError when it is another number by now.
    """
    key = new_key()
    with act(by=by, verb="round.amend", unit=round_.unit_id, subject=round_, reason=letter.words) as a:
        now = lock_round(round_.id)
        require(by, PERMISSION, now.unit)
        held_where(Sheet.objects.filter(round=now, why_not="").only("id"))
        found = foresee_amendment(round_=now, letter=letter)
        if expected is not None and expected != len(found.effects):
            raise RefusedError(_("What the letter changes has moved since the preview; look at it again."))
        said = {name: getattr(letter, name) for name in Letter.__dataclass_fields__}
        a.write(Amendment, {key: {**said, "round_id": round_.id, "entered": clock.today()}})
        _apply(a, key, found, by)
    return Amendment.objects.get(pk=key)


def _apply(a: Act, amendment: uuid.UUID, found: Foreseen, by: Account | None) -> None:
    keys = new_keys(len(found.effects))
    a.create(
        AmendedLine, ["id", "amendment_id", "line_id"], [(next(keys), amendment, e.line.id) for e in found.effects]
    )
    a.write(SheetLine, {each.line.id: each.row for each in found.effects if each.row})
    a.write(Sheet, {each.sheet.id: each.facts for each in found.effects if each.facts})
    answered = [each.sheet.id for each in found.effects if "answered" in each.row]
    waiting = (
        SheetLine.objects.filter(sheet__in=answered, answered=None).exclude(asked="").values_list("sheet_id", flat=True)
    )
    close_duties(a, SUPPLEMENT, set(answered) - set(waiting), by)


def catch_up(a: Act, reopened: Sheet, by: Account | None) -> int:
    """Applies the letters that left a decided sheet alone to that sheet, now reopened, in the order they came (R16).

    They are journaled with the reopening, so that its undo takes them back too; the round and the sheet are locked.
    Returns how many letters reached it.
    """
    grammar = grammar_of(reopened.round.rubric)
    missed = Amendment.objects.filter(round=reopened.round_id, variant__in=["", reopened.variant])
    missed = missed.exclude(lines__line__sheet=reopened.pk).order_by("entered", "id")
    for amendment in missed:
        letter = Letter(**{name: getattr(amendment, name) for name in Letter.__dataclass_fields__})
        sheet = Sheet.objects.select_related("unit").prefetch_related("lines").get(pk=reopened.pk)
        line = next((each for each in sheet.lines.all() if each.code == letter.code), None)
        out = line is None or (letter.kind == Amendment.FULL and line.status == Absent.NOT_APPLICABLE)
        if line is not None and not out:
            _apply(a, amendment.id, Foreseen([_effect(grammar, sheet, line, letter)]), by)
    return len(missed)

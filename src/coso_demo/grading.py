"""Grading years: those before decided and published, this year's under way."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import coso.rubrics
from coso.access.journal import Act
from coso.grading.chain import APPRAISE, DONE, KINDS, PUBLISH, SELF
from coso.grading.models import Round, RoundStep, Sheet, SheetLine
from coso.grading.prefill import Figures, Filled, fill
from coso.grading.services.planning import Candidate, plan_round
from coso.indicators.registry import Figure, Scope, figures
from coso.lib import clock
from coso.lib.dates import DAY, Period, months_before
from coso.lib.keys import new_key, new_keys
from coso.register.models import Unit
from coso.rubrics.grammar.model import Levels, RubricSpec
from coso.rubrics.grammar.values import Absent
from coso.rubrics.models import Rubric
from coso.rubrics.services.rubrics import freeze, take_in_rubric
from coso.rubrics.specs import grammar_of, keys_of
from coso.rubrics.terms import GRADES, STRATA
from coso_demo import marks
from coso_demo.polling import Asked, ask_members
from coso_demo.remarks import CUTS, RAISES, REPEATED, REPEATED_ON
from coso_demo.sizes import share_out
from coso_demo.world import Union, World
from coso_demo.years import LATER, dues, opening_of, poll_days, working

MODEL = Path(coso.rubrics.__file__).parent / "data" / "coso-model.yaml"
WAIT = 6
MEMBERS, GROWTH, GROUPS = "members.count", "members.net_growth_share", "groups.count"
TURNOUT = "grading.poll_turnout_share"
SHEET = [
    "id", "round_id", "unit_id", "variant", "sector", "stratum", "track", "why_not", "step", "proposed_points",
    "self_points", "appraised_points", "decided_points", "by_points", "expected", "grade", "grade_why", "entered_for",
    "returned_why", "submitted", "appraised_on", "sent_up", "reviewed", "heard", "decided_on", "published",
]  # fmt: skip
LINE = [
    "id", "sheet_id", "code", "n", "proposed", "numerator", "denominator", "status", "own", "level", "none", "note",
    "appraised", "reason", "asked", "ask_due", "answered", "answer",
]  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """A supplement asked on a line, by a day; answered or not."""

    text: str
    due: dt.date
    answered: dt.date | None = None
    answer: str = ""


@dataclass
class Entry:
    """A sheet being made up."""

    key: uuid.UUID
    candidate: Candidate
    filled: list[Filled]
    facts: dict[str, Any] = field(default_factory=dict)
    own: marks.Marks = field(default_factory=dict)
    appraised: marks.Marks = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)


@dataclass
class Year:
    """A round being made up."""

    world: World
    round: Round
    grammar: RubricSpec
    entries: list[Entry]
    unions: dict[uuid.UUID, Union]
    frames: dict[str, marks.Frame]
    asked: Asked

    def sheet(self, entry: Entry) -> marks.Sheet:
        """A sheet for scoring."""
        return marks.Sheet(self.frames[entry.candidate.variant], entry.filled)

    def of(self, stratum: str) -> list[Entry]:
        """The sheets of a stratum that are graded."""
        return [entry for entry in self.entries if entry.candidate.stratum == stratum and not entry.candidate.why_not]


def take_in_model() -> Rubric:
    """The model rubric."""
    return take_in_rubric(source=MODEL.read_text(), by=None)


def begin_year(world: World, rubric: Rubric, year: int, *, polls: bool = False) -> Year:
    """A round with the unions as they stood on its closing day, every line filled from the records.

    `polls`: whether members were asked; their turnout is a figure like the others.
    """
    unit = Unit.objects.get(pk=world.uppers[world.plan.province].key)
    grammar = grammar_of(rubric)
    window = Period.closed(dt.date(year - 1, 12, 1), dt.date(year, 11, 30))
    round_ = Round(
        id=new_key(), year=year, calendar="calendar_year", name=f"Kỳ đánh giá năm {year}", rubric=rubric, unit=unit,
        start=window.start, end=window.end, closing=window.last, opened=opening_of(year),
    )  # fmt: skip
    plan = plan_round(unit=unit, grammar=grammar, window=window, closing=window.last, tracks={""})
    found = _figures(world, round_, unit)
    once = {one.unit: _heard(world, one, window.last) for one in plan.candidates}
    asked = _asked(world, year, list(once.values()), found) if polls else Asked({}, {})
    found[TURNOUT] = asked.turnout()
    entries = [Entry(new_key(), one, _filled(grammar, one, found)) for one in once.values()]
    frames = {variant.key: marks.Frame(grammar, variant.key) for variant in grammar.variants}
    return Year(world, round_, grammar, entries, {union.key: union for union in world.unions}, frames, asked)


def _asked(world: World, year: int, candidates: list[Candidate], found: Figures) -> Asked:
    """The polls of the unions that are graded; the garment union of the accounts is left for trying it out."""
    garment = world.unions[world.garment - 1].key
    unions = [one.unit for one in candidates if not one.why_not and one.unit != garment]
    members = {unit: each.numerator for unit, each in found[MEMBERS].items()}
    return ask_members(members, unions, world.by_the_way, over=poll_days(year, world.plan.today).over)


def _heard(world: World, candidate: Candidate, closing: dt.date) -> Candidate:
    """An heir waits for half a year after the union that it took over ended, not after one that ends later."""
    since = months_before(closing, WAIT)
    heirs = {union.heir.key for union in world.unions if union.heir and since < union.end <= closing}
    late = candidate.why_not == "after_merger" and candidate.unit not in heirs
    return replace(candidate, why_not="") if late else candidate


def _figures(world: World, round_: Round, unit: Unit) -> Figures:
    """The figures of a round. Two are put together here: their indicators count anew for each union."""
    place = unit.places.get(start__lte=round_.closing, end__gt=round_.closing)
    last = min(round_.closing, clock.today())
    wanted = keys_of(grammar_of(round_.rubric)) - {GROWTH, GROUPS, TURNOUT}
    found = figures(wanted, Scope(place.path, Period.closed(round_.start, last)))
    eve = round_.start - DAY
    before = figures([MEMBERS], Scope(place.path, Period.closed(eve, eve)))[MEMBERS]
    found[GROUPS] = _groups(world, round_.closing)
    found[GROWTH] = {
        base: Figure(base, now.numerator - before[base].numerator, before[base].numerator, records=now.records)
        for base, now in found[MEMBERS].items()
        if base in before
    }
    return found


def _groups(world: World, day: dt.date) -> dict[uuid.UUID, Figure]:
    counts = {u.key: sum(group.born <= day for group in u.groups) for u in world.unions if u.lives(day)}
    return {key: Figure(key, n, records=n) for key, n in counts.items()}


def _filled(grammar: RubricSpec, candidate: Candidate, found: Figures) -> list[Filled]:
    return [] if candidate.why_not else fill(grammar, candidate.variant, found, candidate.unit)


def grade_year(year: Year, row: dict[str, Any]) -> None:
    """Gives every sheet its level, so that the counts are those of the plan; decided and published."""
    for stratum in STRATA:
        for entry, level in levelled(year, year.of(stratum), row[stratum]):
            score(year, entry, level, changed=True)
            entry.facts |= _decided(year, entry)


def levelled(year: Year, entries: Sequence[Entry], row: dict[str, Any]) -> Iterator[tuple[Entry, str]]:
    """Each sheet with a level, the highest to those that the records allow most; counts as in the row."""
    rng = year.world.rng
    counts = share_out([row.get(level, 0) + 1e-6 for level in GRADES], len(entries), 0) if entries else []
    wanted = [level for level, count in zip(GRADES, counts, strict=False) for _ in range(count)]
    reach = {entry.key: marks.best(year.sheet(entry)) + rng.uniform(0, 9000) for entry in entries}
    yield from zip(sorted(entries, key=lambda entry: -reach[entry.key]), wanted, strict=True)


def score(year: Year, entry: Entry, level: str, *, changed: bool) -> None:
    """Both columns of a sheet; `changed`: whether the appraiser changed what the union had given itself."""
    rng, sheet = year.world.rng, year.sheet(entry)
    entry.appraised, said = marks.marks_for(sheet, level, rng)
    entry.own = marks.claimed(sheet, entry.appraised, rng) if changed else _without_bonus(sheet, entry.appraised)
    entry.facts |= {
        "self_points": sum(sheet.groups(entry.own).values()),
        "appraised_points": said.totals.points,
        "by_points": said.by_points,
        "expected": said.expected,
        "grade_why": said.why_vi if said.by_points != said.expected else "",
    }


def _without_bonus(sheet: marks.Sheet, points: marks.Marks) -> marks.Marks:
    return {code: worth for code, worth in points.items() if code not in sheet.frame.bonus_codes}


def _decided(year: Year, entry: Entry) -> dict[str, Any]:
    days, rng = dict(dues(year.round.year)), year.world.rng
    return {
        **decision(entry),
        "step": DONE,
        "submitted": working(days[SELF] - DAY * rng.randrange(14)),
        "appraised_on": working(days[APPRAISE] - DAY * rng.randrange(10)),
        **{KINDS[step].reached: days[step] for step in LATER},
    }


def decision(entry: Entry) -> dict[str, Any]:
    """A sheet's decided level and points: those of its appraisal."""
    return {"grade": entry.facts["expected"], "decided_points": entry.facts["appraised_points"]}


def close_year(year: Year) -> None:
    """The round is published."""
    close_figures(year)
    year.round.published = dict(dues(year.round.year))[PUBLISH]


def close_figures(year: Year) -> None:
    """The figures are closed on the day after the closing day."""
    year.round.figures_closed = year.round.closing + DAY


def repeat_notes(year: Year, count: int) -> None:
    """Some schools hand in one text with another name."""
    schools = [entry for entry in year.entries if entry.own and "Trường" in entry.candidate.name]
    for entry in year.world.rng.sample(schools, min(count, len(schools))):
        entry.notes[REPEATED_ON] = REPEATED.format(name=entry.candidate.name.removeprefix("CĐCS "))


def write_year(year: Year, a: Act) -> int:
    """Writes the round, its steps, sheets and lines. Returns the number of sheets."""
    names = [f.attname for f in Round._meta.concrete_fields if f.attname not in ("id", "act")]
    a.write(Round, {year.round.id: {name: getattr(year.round, name) for name in names}})
    freeze(a, year.round.rubric, year.round.opened)
    steps = [(new_key(), year.round.id, "", n, kind, due) for n, (kind, due) in enumerate(dues(year.round.year), 1)]
    a.create(RoundStep, ["id", "round_id", "track", "n", "kind", "due"], steps)
    count = a.create(Sheet, SHEET, (_sheet_row(year, entry) for entry in year.entries))
    a.keep_outcome(Sheet, [entry.key for entry in year.entries if entry.facts.get("grade")])
    a.create(SheetLine, LINE, (row for entry in year.entries for row in _lines(year, entry)))
    return count


def _sheet_row(year: Year, entry: Entry) -> list[Any]:
    one = entry.candidate
    own = {"id": entry.key, "round_id": year.round.id, "unit_id": one.unit, "variant": one.variant}
    about = {"sector": one.sector, "stratum": one.stratum, "track": one.track, "why_not": one.why_not}
    known = sum(line.proposed or 0 for line in entry.filled) if entry.filled else None
    facts = {**own, **about, "proposed_points": known, **entry.facts}
    texts = ("step", "by_points", "expected", "grade", "grade_why", "entered_for", "returned_why")
    return [facts.get(name, "" if name in texts else None) for name in SHEET]


def _lines(year: Year, entry: Entry) -> Iterator[tuple[Any, ...]]:
    if not entry.filled:
        return
    rules = {criterion.code: line.rule for criterion, line in year.frames[entry.candidate.variant].pairs}
    keys = new_keys(len(entry.filled))
    for n, (key, line) in enumerate(zip(keys, entry.filled, strict=True), start=1):
        own, appraised = _number(entry.own.get(line.code)), _number(entry.appraised.get(line.code))
        rule = rules[line.code]
        level = next((k for k, p in rule.levels if p == own), "") if isinstance(rule, Levels) else ""
        ask = entry.asks.get(line.code)
        asked = (ask.text, ask.due, ask.answered, ask.answer) if ask else ("", None, None, "")
        yield (
            key, entry.key, line.code, n, line.proposed, line.numerator, line.denominator, line.status, own,
            level, False, entry.notes.get(line.code, ""), appraised,
            _reason(year, own, appraised), *asked,
        )  # fmt: skip


def _reason(year: Year, own: int | None, appraised: int | None) -> str:
    if own is None or appraised is None or own == appraised:
        return ""
    reasons, n = CUTS if appraised < own else RAISES, year.world.rng.randrange(len(CUTS))
    return reasons[n % len(reasons)]


def _number(points: Any) -> int | None:
    return None if points is None or points is Absent.NOT_APPLICABLE else int(points)

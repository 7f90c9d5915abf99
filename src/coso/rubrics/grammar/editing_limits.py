"""Edits of what limits a result: gates, quota, eligibility, windows. What an edit does not name stays as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coso.rubrics.grammar.editing import Data, put, put_told
from coso.rubrics.grammar.model import AllZero, Condition, GroupBelow, WindowDay


def in_order(known: Iterable[str], chosen: Iterable[str]) -> list[str]:
    """What is chosen: first what stood there already, in its old order, then the rest."""
    wanted = list(chosen)
    kept = [each for each in known if each in wanted]
    return kept + [each for each in wanted if each not in kept]


# ── gates ──


@dataclass(frozen=True)
class GateFacts:
    """A gate as a form gives it. `known` is its code as it was, "" for a new one."""

    code: str
    cap: str
    when: GroupBelow | AllZero | Condition
    applies_to: Sequence[str]
    say_vi: str
    say_en: str
    origin: str
    known: str = ""


def put_gate(data: Data, facts: GateFacts) -> None:
    """Adds a gate after the others, or writes the one whose code is `known` in its place."""
    rows = data["gates"] = list(data.get("gates") or [])
    row = next((each for each in rows if facts.known and each.get("id") == facts.known), None)
    if row is None:
        row = {}
        rows.append(row)
    row |= {"id": facts.code, "cap": facts.cap, "when": _when(facts.when)}
    row["applies_to"] = in_order(row.get("applies_to") or [], facts.applies_to)
    for key in ("say_vi", "say_en", "origin"):
        put(row, key, getattr(facts, key))


def _when(when: GroupBelow | AllZero | Condition) -> Data:
    match when:
        case GroupBelow(share, groups):
            return {"any_group_below": share, "groups": list(groups)}
        case AllZero(criteria):
            return {"all_zero": list(criteria)}
        case Condition(indicator, op, number):
            return {"indicator": indicator, "op": op, "value": number}


def remove_gate(data: Data, code: str) -> None:
    """Takes a gate out of the rubric. LookupError when there is none of this code."""
    rows = data.get("gates") or []
    if code not in [row.get("id") for row in rows]:
        raise LookupError(code)
    put(data, "gates", [row for row in rows if row.get("id") != code])


# ── quota ──


@dataclass(frozen=True)
class QuotaFacts:
    """A quota as a form gives it; `max_share` lies between 0 and 1."""

    enabled: bool
    level: str
    max_share: Fraction
    of: str
    pool: Sequence[str]
    tie_break: Sequence[str]
    say_vi: str
    origin: str


def set_quota(data: Data, facts: QuotaFacts | None) -> None:
    """Writes the quota; None takes it away."""
    if facts is None:
        data.pop("quota", None)
        return
    quota = data["quota"] = dict(data.get("quota") or {})
    quota |= {"enabled": facts.enabled, "level": facts.level, "max_share": facts.max_share, "of": facts.of}
    put(quota, "pool", in_order(quota.get("pool") or [], facts.pool))
    put(quota, "tie_break", list(facts.tie_break))
    put(quota, "say_vi", facts.say_vi)
    put(quota, "origin", facts.origin)


# ── eligibility ──


@dataclass(frozen=True)
class EligibilityFacts:
    """A reason not to be graded, by its rule; without months and reason it is not in the rubric."""

    rule: str
    months: int | None
    reason_vi: str
    reason_en: str
    needs: str


def set_eligibility(data: Data, facts: Sequence[EligibilityFacts]) -> None:
    """Writes the reasons named, each at the place of its rule; the orders that a reason names stay."""
    rows = list(data.get("eligibility") or [])
    for each in facts:
        row = next((row for row in rows if row.get("rule") == each.rule), None)
        if row is None:
            row = {"rule": each.rule}
            rows.append(row)
        for key in ("months", "reason_vi", "reason_en", "needs"):
            put(row, key, getattr(each, key))
        if each.months is None and not each.reason_vi:
            rows = [other for other in rows if other is not row]
    put(data, "eligibility", rows)


# ── windows ──

Span = tuple[WindowDay, WindowDay]


@dataclass(frozen=True)
class WindowFacts:
    """A working year by its calendar: first and last day, None where the rubric names none; the other choices."""

    calendar: str
    default: Span | None
    alternatives: Sequence[Span]
    label_vi: str


def set_windows(data: Data, facts: Sequence[WindowFacts]) -> None:
    """Writes the windows named; one without days is taken away."""
    windows: dict[str, Any] = dict(data.get("windows") or {})
    for each in facts:
        if each.default is None:
            windows.pop(each.calendar, None)
            continue
        window = dict(windows.get(each.calendar) or {})
        window["default"] = _span(each.default)
        put(window, "alternatives", [_span(span) for span in each.alternatives])
        put_told(window, "label", each.label_vi)
        windows[each.calendar] = window
    put(data, "windows", windows)


def _span(span: Span) -> list[str]:
    return [f"Y{f'-{day.years_before}' if day.years_before else ''}-{day.month:02}-{day.day:02}" for day in span]

"""From corrected lines to a rubric's data: groups, criteria, sums. What the table does not say stays missing."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coso.lib.points import read_points
from coso.lib.text import fold
from coso.rubrics.grammar.reading import GRAMMAR_VERSION
from coso.rubrics.grammar.writing import in_points
from coso.rubrics.importing.lines import CRITERION, GROUP, ReadLine
from coso.rubrics.importing.sentences import DEDUCT, IF_TRUE, PER, TYPED

VARIANT, ROOM = "chung", "hand"
STEPS = (500, 250, 100, 50, 10, 1)
OF_BASE = ("bands", "eligibility", "windows", "na_policy")
KINDS = {TYPED: "typed", PER: "per_occurrence", DEDUCT: "quantity", IF_TRUE: "yes_no"}


@dataclass(frozen=True)
class About:
    """What a person says of a rubric that was read: its code, paper, validity, and whom it grades.

    `strata` is {sector: stratum} of the sectors it applies to; `base`: another rubric's data, for levels and
    conditions that the table does not hold.
    """

    code: str
    title: str
    official: bool
    strata: Mapping[str, str]
    number: str = ""
    dated: dt.date | None = None
    issuer: str = ""
    source: str = ""
    notice: str = ""
    base: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sum:
    """A group with what the table states and what its criteria add up to, in thousandths; None: not stated."""

    code: str
    title: str
    stated: int | None
    counted: int
    bonus: bool

    @property
    def fits(self) -> bool:
        """Whether both agree."""
        return self.stated == self.counted

    @property
    def max(self) -> int:
        """The maximum of the group."""
        return self.counted if self.stated is None else self.stated


def in_groups(lines: Iterable[ReadLine]) -> list[tuple[ReadLine, list[ReadLine]]]:
    """Each group with its criteria; criteria before the first group stand in one made for them."""
    found: list[tuple[ReadLine, list[ReadLine]]] = []
    for line in lines:
        if line.kind == GROUP:
            found.append((line, []))
        elif line.kind == CRITERION:
            if not found:
                found.append((ReadLine(line.table, 0, GROUP, "N0", "Nội dung chấm điểm"), []))
            found[-1][1].append(line)
    return found


def sums_of(lines: Iterable[ReadLine]) -> list[Sum]:
    """What each group states and what it adds up to."""
    out: list[Sum] = []
    for group, criteria in in_groups(lines):
        bonus = not any(each.bonus for each in out) and "thuong" in fold(group.title).split()
        counted = sum(read_points(line.max) or 0 for line in criteria)
        out.append(Sum(group.code, group.title, read_points(group.max) if group.max else None, counted, bonus))
    return out


def step_of(lines: Iterable[ReadLine]) -> int:
    """The coarsest step, half a point at most, of which every number of points in the lines is a multiple."""
    texts = [text for line in lines for text in (line.max, line.each, line.cap) if text]
    points = [found for text in texts if (found := read_points(text))]
    return next(step for step in STEPS if not any(each % step for each in points))


def draft_data(lines: Sequence[ReadLine], about: About) -> dict[str, Any]:
    """The data of a rubric made of corrected lines. ValueError never: what is wrong is for the grammar to say."""
    kept = [line for line in lines if line.kind in (GROUP, CRITERION)]
    groups, sums = in_groups(kept), sums_of(kept)
    own, bonus = [each for each in sums if not each.bonus], [each for each in sums if each.bonus]
    data = _frame(about, step_of(kept))
    data["self_scorable_max"] = in_points(sum(each.max for each in own))
    if bonus:
        data["bonus"] = {"group": bonus[0].code, "max": in_points(bonus[0].max), "awarded_by": "upper_level"}
    data["groups"] = [{"id": each.code, "max": in_points(each.max), "title_vi": each.title} for each in sums]
    data["variants"] = {VARIANT: _variant(about)}
    data["indicators"] = dict(_indicator(line) for _group, found in groups for line in found if line.rule != TYPED)
    data["criteria"] = [_criterion(line, group.code) for group, found in groups for line in found]
    return data | {key: about.base[key] for key in OF_BASE if key in about.base}


def _frame(about: About, step: int) -> dict[str, Any]:
    document = {"number": about.number, "date": about.dated, "issuer": about.issuer, "source": about.source}
    data: dict[str, Any] = {
        "grammar_version": GRAMMAR_VERSION,
        "id": about.code,
        "version": 1,
        "official": about.official,
        "language": "vi",
        "title_vi": about.title,
        "notice_vi": about.notice,
        "document": {key: value for key, value in document.items() if value},
        "rounding": {"step": in_points(step), "mode": "down_per_line", "total": "exact_sum"},
    }
    return {key: value for key, value in data.items() if value not in ("", {})}


def _variant(about: About) -> dict[str, Any]:
    windows = about.base.get("windows") or {}
    return {
        "title_vi": "Công đoàn cơ sở",
        "title_en": "Grassroots unions",
        "applies_to": list(about.strata),
        "target_stratum": dict(about.strata),
        "calendars": list(windows),
    }


def indicator_key(code: str) -> str:
    """The key of a figure that only people count, for one line."""
    return f"{ROOM}.{code}"


def _indicator(line: ReadLine) -> tuple[str, dict[str, str]]:
    kind = "bool" if line.rule == IF_TRUE else "count"
    return indicator_key(line.code), {"type": kind, "room": ROOM, "def": line.title}


def _criterion(line: ReadLine, group: str) -> dict[str, Any]:
    data: dict[str, Any] = {"code": line.code, "group": group, "kind": KINDS[line.rule], "title_vi": line.title}
    if line.note:
        data["note_vi"] = line.note
    if line.rule != TYPED:
        data["indicator"] = indicator_key(line.code)
    if evidence := split_evidence(line.evidence):
        data["evidence"] = [{"vi": text} for text in evidence]
    maximum = read_points(line.max)
    most = None if maximum is None else in_points(maximum)
    return data | {"v": {VARIANT: {"max": most, "rule": rule_data(line)}}}


def split_evidence(text: str) -> list[str]:
    """Proofs one by one: lines, or parts between semicolons."""
    parts = (part.strip(" -+•*;.") for part in re.split(r"[\n;]", text))
    return [part for part in parts if part]


def rule_data(line: ReadLine) -> dict[str, Any]:
    """The rule of a line in the grammar."""
    maximum, each = (read_points(text or "0") or 0 for text in (line.max, line.each))
    match line.rule:
        case "per":
            return {"per": in_points(each), "cap": in_points(maximum)}
        case "deduct":
            return {"deduct": in_points(each), "floor": 0}
        case "if_true":
            return {"if_true": in_points(maximum)}
        case _:
            return {"typed": True}

"""Edits of a rubric's data: each changes the document in place and leaves what it does not name as it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coso.rubrics.grammar.writing import in_points

Data = dict[str, Any]


def put(data: Data, key: str, value: object) -> None:
    """Sets a key, or takes it away where there is nothing to say."""
    if value in (None, "", [], {}):
        data.pop(key, None)
    else:
        data[key] = value


def put_told(data: Data, name: str, text: str) -> None:
    """Sets a text in Vietnamese; the English one goes where it told of another."""
    if data.get(f"{name}_vi", "") != text:
        data.pop(f"{name}_en", None)
    put(data, f"{name}_vi", text)


@dataclass(frozen=True)
class Face:
    """What stands on the face of a rubric: titles, paper, validity, whether it is official."""

    title_vi: str
    title_en: str
    number: str
    dated: dt.date | None
    issuer: str
    official: bool
    valid_from: dt.date | None
    valid_to: dt.date | None
    notice_vi: str


def set_face(data: Data, face: Face) -> None:
    """Writes the face of a rubric."""
    for key in ("title_vi", "title_en", "notice_vi"):
        put(data, key, getattr(face, key))
    data["official"] = face.official
    document = dict(data.get("document") or {})
    put(document, "number", face.number)
    put(document, "date", face.dated)
    put(document, "issuer", face.issuer)
    put(data, "document", document)
    valid: Data = {}
    put(valid, "from", face.valid_from)
    put(valid, "to", face.valid_to)
    put(data, "valid", valid)


@dataclass(frozen=True)
class GroupFacts:
    """A group: its code as it was ("" for a new one), titles, maximum in thousandths."""

    code: str
    title_vi: str
    title_en: str
    max: int


def set_groups(data: Data, groups: Sequence[GroupFacts], *, self_max: int, bonus_max: int, step: int) -> None:
    """Writes titles and maxima of the groups, what the union scores itself, the bonus, and the rounding step."""
    known = {str(group.get("id")): group for group in data.get("groups") or []}
    rows = []
    for facts in groups:
        group = known.get(facts.code, {"id": facts.code})
        put(group, "title_vi", facts.title_vi)
        put(group, "title_en", facts.title_en)
        group["max"] = in_points(facts.max)
        rows.append(group)
    data["groups"] = rows
    data["self_scorable_max"] = in_points(self_max)
    bonus = dict(data.get("bonus") or {})
    bonus["max"] = in_points(bonus_max)
    put(data, "bonus", bonus if bonus_max or "group" in bonus else None)
    data["rounding"] = {"step": in_points(step), "mode": "down_per_line", "total": "exact_sum"}


def set_bands(data: Data, floors: Sequence[tuple[str, str, str, int]], *, official: bool) -> None:
    """Writes the levels as (key, Vietnamese, English, least points), best first; what stood with them stays."""
    bands = dict(data.get("bands") or {})
    bands.pop("status", None)
    levels = [{"key": key, "min": in_points(least), "vi": vi, "en": en} for key, vi, en, least in floors]
    data["bands"] = bands | {"official": official, "levels": levels}


def set_share_not_applicable(data: Data, share: Any) -> None:
    """Writes up to which share of a group lines may be not applicable before a person decides."""
    policy = dict(data.get("na_policy") or {"kind": "scale_within_group"})
    data["na_policy"] = policy | {"max_share_not_applicable": share}


@dataclass(frozen=True)
class CriterionFacts:
    """A criterion as a form gives it. `lines` is {variant: (maximum in thousandths, rule data)}."""

    code: str
    group: str
    kind: str
    title_vi: str
    title_en: str
    note_vi: str
    indicator: str
    evidence: Sequence[str]
    levels: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, tuple[int, Any]]
    known: str = ""
    plan: Sequence[str] = field(default=())


def put_criterion(data: Data, facts: CriterionFacts) -> None:
    """Adds a criterion at the end of its group, or writes the one whose code is `known`; its condition stays."""
    rows = data["criteria"] = list(data.get("criteria") or [])
    row = next((each for each in rows if facts.known and each.get("code") == facts.known), None)
    moved = row is not None and row.get("group") != facts.group
    if row is None or moved:
        fresh = row or {}
        rows[:] = [each for each in rows if each is not row]
        rows.insert(_end_of(rows, facts.group), fresh)
        row = fresh
    _write(row, facts)


def _end_of(rows: Sequence[Data], group: str) -> int:
    places = [n for n, row in enumerate(rows) if row.get("group") == group]
    return places[-1] + 1 if places else len(rows)


def _write(row: Data, facts: CriterionFacts) -> None:
    row |= {"code": facts.code, "group": facts.group, "kind": facts.kind, "title_vi": facts.title_vi}
    for key in ("title_en", "indicator"):
        put(row, key, getattr(facts, key))
    put_told(row, "note", facts.note_vi)
    put(row, "levels", {key: dict(words) for key, words in facts.levels.items()})
    known = {str(each.get("vi")): each for each in row.get("evidence") or []}
    put(row, "evidence", [known.get(text, {"vi": text}) for text in facts.evidence])
    row["v"] = {key: {"max": in_points(most), "rule": rule} for key, (most, rule) in facts.lines.items()}
    worth = {key: each for key, each in (row.get("when_none") or {}).items() if key in row["v"]}
    put(row, "when_none", worth)


def move_criterion(data: Data, code: str, by: int) -> None:
    """Moves a criterion one place up (-1) or down (1) among those of its group; at an end nothing changes."""
    rows = data.get("criteria") or []
    at = _place(rows, code)
    places = [n for n, row in enumerate(rows) if row.get("group") == rows[at].get("group")]
    there = places.index(at) + by
    if 0 <= there < len(places):
        other = places[there]
        rows[at], rows[other] = rows[other], rows[at]


def remove_criterion(data: Data, code: str) -> None:
    """Takes a criterion out of the rubric. LookupError when there is none of this code."""
    rows = data.get("criteria") or []
    rows.pop(_place(rows, code))


def _place(rows: Sequence[Data], code: str) -> int:
    for n, row in enumerate(rows):
        if row.get("code") == code:
            return n
    raise LookupError(code)

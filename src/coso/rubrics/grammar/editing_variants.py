"""Edits of the variants of a rubric: which unions each is for, and the lines that come and go with it."""

import copy
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coso.lib.text import fold
from coso.rubrics.grammar.editing import Data, put, put_told
from coso.rubrics.grammar.editing_limits import in_order

LONGEST_KEY = 40


@dataclass(frozen=True)
class VariantFacts:
    """A variant as a form gives it. `strata` holds the sectors that count elsewhere than usual or are said so.

    `members`: from how many to how many, None where there is no such end. `like` names a variant whose lines and gates
    a new one takes over, "" for none.
    """

    key: str
    title_vi: str
    title_en: str
    note_vi: str
    applies_to: Sequence[str]
    strata: Mapping[str, str]
    calendars: Sequence[str]
    members: tuple[int | None, int | None] = (None, None)
    like: str = ""


def key_for(title: str, taken: Collection[str]) -> str:
    """A free key out of a title: "CĐCS trường học" is cdcs_truong_hoc, then cdcs_truong_hoc_2."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[: LONGEST_KEY - 4].strip("_") or "bang"
    keys = [plain, *(f"{plain}_{n}" for n in range(2, len(taken) + 3))]
    return next(key for key in keys if key not in taken)


def put_variant(data: Data, facts: VariantFacts) -> None:
    """Adds a variant after the others or writes the one of this key; a new one takes over the lines it is `like`."""
    variants = data["variants"] = dict(data.get("variants") or {})
    new = facts.key not in variants
    variant = variants[facts.key] = dict(variants.get(facts.key) or {})
    variant |= {"title_vi": facts.title_vi, "title_en": facts.title_en}
    put_told(variant, "note", facts.note_vi)
    variant["applies_to"] = in_order(variant.get("applies_to") or [], facts.applies_to)
    known = variant.get("target_stratum") or {}
    put(variant, "target_stratum", {key: facts.strata[key] for key in in_order(known, facts.strata)})
    put(variant, "calendars", in_order(variant.get("calendars") or [], facts.calendars))
    put(variant, "members", {end: n for end, n in zip(("from", "to"), facts.members, strict=True) if n is not None})
    if new and facts.like:
        _take_over(data, facts.key, facts.like)


def _take_over(data: Data, key: str, like: str) -> None:
    for criterion in data.get("criteria") or []:
        for part in ("v", "when_none"):
            found = criterion.get(part) or {}
            if like in found:
                found[key] = copy.deepcopy(found[like])
    for gate in data.get("gates") or []:
        if like in (gate.get("applies_to") or []):
            gate["applies_to"] = [*gate["applies_to"], key]


def remove_variant(data: Data, key: str) -> None:
    """Takes a variant out with its lines, and with the criteria and gates that are for it alone.

    LookupError when there is none of this key.
    """
    variants = data.get("variants") or {}
    del variants[key]
    criteria, gates = data.get("criteria") or [], data.get("gates") or []
    data["criteria"] = [row for row in criteria if list(row.get("v") or {}) != [key]]
    put(data, "gates", [gate for gate in gates if gate.get("applies_to") != [key]])
    for row in data["criteria"]:
        for part in ("v", "when_none"):
            put(row, part, {name: each for name, each in (row.get(part) or {}).items() if name != key})
    for gate in data.get("gates") or []:
        gate["applies_to"] = [name for name in gate.get("applies_to") or [] if name != key]

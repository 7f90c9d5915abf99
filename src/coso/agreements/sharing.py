"""Shares a sentence out among its numbers: which words belong to each, and what kind of clause they show."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from coso.agreements.kinds import Found, Kind
from coso.agreements.quantities import Quantity, quantities

CUT = re.compile(r", | va | hoac |; | rieng | \(|\) |\n")
_BETWEEN = re.compile(
    r"(?: |d|dong|/|nguoi|thang|ca|suat|ngay|nam)*(?:-|den|toi|hoac|~)(?: khong qua| duoi)? ?"
    r"|[ (]*(?:bang chu|viet bang chu)?[ :]*"
)
_CONDITION_BEFORE = re.compile(r"(?:\b(?:du|tren|duoi|tu|sau|den|chua|truoc|qua|tron|trong|cu|sau moi)|>|<|≥|=) ?$")
_IN_ADDITION = re.compile(r"\bngoai(?: so| cac| muc| phan)?(?: \d+ ?%(?: va|,))? ?$")
_CONDITION_AFTER = re.compile(r"^ ?(?:tuoi|tro (?:len|xuong)|tham nien|dau|cuoi)\b")

Span = tuple[int, int, str]  # begin and end in the sentence, and a name that stands elsewhere


@dataclass(frozen=True, slots=True)
class Amount:
    """One number, or the two of a range, in a sentence."""

    first: Quantity
    last: Quantity

    @property
    def low(self) -> Fraction:
        return min(self.first.value, self.last.value)

    @property
    def high(self) -> Fraction | None:
        high = max(self.first.value, self.last.value)
        return high if high > self.low else None


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of a sentence that belongs to one number."""

    start: int
    end: int
    amount: Amount
    kind: Kind
    found: Found
    near: str

    @property
    def unit(self) -> str:
        return self.amount.first.unit


def zones_of(here: str, above: str, able: list[Kind]) -> list[Zone]:
    """The numbers of a sentence that are somebody's, each with the words and the kind that are its own."""
    amounts = [a for a in _amounts(here) if _kinds_of(a, here, able) and not _IN_ADDITION.search(here[: a.first.start])]
    if not amounts:
        return []
    tried = [_shared(here, above, able, amounts, spans) for spans in _spans(here, amounts)]
    return max(
        tried, key=lambda zones: (len({zone.kind.key for zone in zones}), sum(zone.found.score for zone in zones))
    )


def _shared(here: str, above: str, able: list[Kind], amounts: list[Amount], spans: list[Span]) -> list[Zone]:
    zones: list[Zone] = []
    for amount, (start, end, label) in zip(amounts, spans, strict=True):
        near = f"{label} {here[start:end]}".strip()
        fits = [
            (found, kind)
            for kind in _kinds_of(amount, here, able)
            if (found := kind.fits(near, here[:end], here, above)) is not None
        ]
        if fits:
            found, kind = max(fits, key=lambda each: each[0].score)
            zones.append(Zone(start, end, amount, kind, found, near))
    return _without_doubles(zones, here)


def _without_doubles(zones: list[Zone], here: str) -> list[Zone]:
    """The zones without a second number of the same promise: "one month's wage, at least 3,000,000 đồng"."""
    kept: list[Zone] = []
    for zone in zones:
        last = kept[-1] if kept else None
        if last and last.kind.key == "annual_leave_seniority" and zone.unit in ("days", "working_days"):
            kept[-1] = replace(last, end=zone.end)  # "every 5 years one day more" is one number of years
            continue
        if last and zone.kind.key == "annual_leave_seniority" and _MORE.search(here[: last.amount.last.end]):
            kept.pop()
            zone = replace(zone, start=last.start)
        same = next((k for k in kept if k.kind.key == zone.kind.key), None)
        if same and _is_double(same, zone, here):
            if same.unit != zone.unit and list(zone.kind.units).index(zone.unit) < list(zone.kind.units).index(
                same.unit
            ):
                kept[kept.index(same)] = zone
            continue
        kept.append(zone)
    if any(zone.kind.key in ("pregnancy_hours", "prenatal") for zone in kept):
        kept = [zone for zone in kept if zone.kind.key != "pregnancy_month"]
    sure = {zone.kind.topic for zone in kept if zone.kind.weight >= 0}
    return [zone for zone in kept if zone.kind.weight >= 0 or zone.kind.topic not in sure]


_MORE = re.compile(
    r"(?:them|cong|tang)(?: \S+){0,2} \d+ (?:\([a-z ]+\) )?ngay(?: lam viec| cong)?$"
    r"|(?:them|cong|tang) (?:mot|hai|ba) ngay$"
)


_AT_LEAST = re.compile(r"^[^0-9]{0,25}(?:thap nhat|toi thieu|it nhat|nhung khong|khong thap hon)[a-z ]{0,12}$")


def _is_double(same: Zone, zone: Zone, here: str) -> bool:
    if zone.kind.key == "minimum_wage" and "gio" in here[zone.start : zone.end]:
        return same.unit == zone.unit and same.amount.low == zone.amount.low
    between = here[same.amount.last.end : zone.amount.first.start]
    if same.unit == zone.unit and same.amount.low != zone.amount.low:
        return zone.kind.key == "minimum_wage" or (
            same.unit in ("months_wage", "dong") and bool(_AT_LEAST.search(between))
        )
    if {same.unit, zone.unit} == {"days", "working_days"}:
        return False
    return not re.search(r"\bva\b|;", between) or zone.kind.key == "minimum_wage"


def _amounts(here: str) -> list[Amount]:
    found: list[Amount] = []
    for each in quantities(here):
        if found and each.unit == found[-1].last.unit and _BETWEEN.fullmatch(here[found[-1].last.end : each.start]):
            found[-1] = Amount(found[-1].first, each)
        else:
            found.append(Amount(each, each))
    return found


def _kinds_of(amount: Amount, here: str, able: Iterable[Kind]) -> list[Kind]:
    """The kinds whose number this can be; a time that is a condition ("after 12 months") is no number of most."""
    unit, value = amount.first.unit, float(amount.low)
    condition = unit in ("years", "months", "days", "hours") and (
        _CONDITION_BEFORE.search(here[: amount.first.start]) or _CONDITION_AFTER.search(here[amount.last.end :])
    )
    kinds = [kind for kind in able if kind.takes(unit, value)]
    if condition:
        kinds = [kind for kind in kinds if kind.timed]
    return kinds


def _spans(here: str, amounts: list[Amount]) -> Iterator[list[Span]]:
    """The sentence shared out among its numbers: words before each are its own, or words behind, or both in turn."""
    for forward in (True, False):
        cuts = [0]
        for one, two in itertools.pairwise(amounts):
            marks = list(CUT.finditer(here, one.last.end, two.first.start))
            if not marks:
                cuts.append(two.first.start if not forward else one.last.end)
            else:
                cuts.append(marks[0].start() if forward else marks[-1].start())
        tail = CUT.search(here, amounts[-1].last.end)
        cuts.append(tail.start() if tail and forward else len(here))
        yield [(start, end, "") for start, end in itertools.pairwise(cuts)]
    yield from _in_turn(here, amounts)


def _in_turn(here: str, amounts: list[Amount]) -> Iterator[list[Span]]:
    """Names that stand together before numbers that do: "on workdays and rest days 150 % and 200 % in turn"."""
    gaps = itertools.pairwise(amounts)
    if len(amounts) < _TURNS or any(not _ONLY_JOINED.fullmatch(here[a.last.end : b.first.start]) for a, b in gaps):
        return
    labels = [
        each for each in re.split(r", | va | hoac |/", _TURN.sub("", here[: amounts[0].first.start])) if each.strip()
    ]
    if len(labels) >= len(amounts):
        labels = [*labels[-len(amounts) :]]
        yield [(a.first.start, a.last.end, label) for a, label in zip(amounts, labels, strict=True)]


_TURNS = 2
_ONLY_JOINED = re.compile(r" ?(?:,|va|;|/|-)+ ?(?:va )?")
_TURN = re.compile(r"(?:tuong ung|lan luot|theo thu tu)(?: \S+){0,3} ?$|[: ]+(?:la|bang) ?$")

"""Reads the clauses of an agreement: which promise, which number, where it stands, what it is against the law."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from coso.agreements import floors
from coso.agreements.clauses import Clause
from coso.agreements.judging import Place, Reading, dong_per_year, judged
from coso.agreements.kinds import Found, Kind, possible
from coso.agreements.layout import Part, parts_of
from coso.agreements.plain import MOST, Plain, plain
from coso.agreements.quantities import Quantity, quantities

_END = re.compile(r"(?:(?<=[a-z)%\]])\.(?=\s|$)|(?<=\d)\.(?=\s+[^\d\s])|[;!?])\s*")
_CUT = re.compile(r", | va | hoac |; | rieng | \(|\) |\n")
_BETWEEN = re.compile(r"(?: |d|dong|/|nguoi|thang|ca|suat|ngay|nam)*(?:-|den|toi|hoac|~)(?: khong qua| duoi)? ?|[ (]*(?:bang chu|viet bang chu)?[ :]*")
_CONDITION_BEFORE = re.compile(r"(?:\b(?:du|tren|duoi|tu|sau|den|chua|truoc|qua|tron|trong|cu|sau moi)|>|<|≥|=) ?$")
_IN_ADDITION = re.compile(r"\bngoai(?: so| cac| muc| phan)?(?: \d+ ?%(?: va|,))? ?$")
_CONDITION_AFTER = re.compile(r"^ ?(?:tuoi|tro (?:len|xuong)|tham nien|dau|cuoi)\b")
_COPIED = re.compile(
    r"(?:theo|dung|bang|tuan thu|chap hanh|phu hop)(?: \S+){0,3} (?:quy dinh|luat|bo luat|che do|phap luat|nghi dinh|luat dinh)|phap luat|bo luat|luat dinh|theo luat|quy dinh (?:hien hanh|cua nha nuoc)"
)
_VAGUE = re.compile(
    r"\btuy (?:theo |thuoc )?|xem xet|dieu kien cho phep|(?:neu|khi) (?:co )?(?:du )?dieu kien|can cu (?:vao )?(?:tinh hinh|ket qua|hieu qua|kha nang)|theo (?:tinh hinh|kha nang|ket qua|hieu qua)"
    r"|co gang|phan dau|khuyen khich|quan tam|co the|thoa dang|hop ly|phu hop|do giam doc|mien phi|khong thu tien|cong ty (?:quyet dinh|thong bao)|kip thoi"
)
_GENERAL = re.compile(r"nguyen tac|pham vi|doi tuong ap dung|^doi tuong|(?:dieu khoan|quy dinh) (?:chung|thi hanh|cuoi)|hieu luc|thi hanh|giai thich|thoi han")
_WHOLE = 50  # per cent of the minimum wage from which the whole is meant and not what comes on top
_TITLE = 60  # signs of a heading at most
_CONDITION = re.compile(
    r"(?:lam (?:viec )?(?:tu )?(?:du|tren|duoi) [^,;.:]{2,40}|neu [^,;.]{3,60}|co con [^,;.:]{2,30}|doi voi [^,;.:]{3,50}|khong nghi ngay nao|di lam du[^,;.:]{0,20}|(?:nguoi |lao dong )?(?:o tro|thue nha|thue tro))"
)
_PERS = (
    ("child_month", r"(?:chau|con|be|tre)(?:/| ?/ ?|,? moi | )(?:thang|1 thang)"),
    ("year_of_service", r"nam (?:lam viec|cong tac|tham nien)"),
    ("hour", r"gio|h"), ("shift", r"suat|bua|ca|xuat"), ("day", r"ngay"), ("month", r"thang|th"), ("quarter", r"quy"),
    ("year", r"nam"), ("event", r"lan(?: sinh)?|truong hop|dip|dam|vu"), ("course", r"khoa|lop"), ("set", r"bo"), ("payroll", r"quy (?:tien )?luong"),
)  # fmt: skip
_PER_AFTER = [
    (per, re.compile(rf"^[^,;]{{0,30}}?(?:/ ?|\b(?:moi|mot|hang|01|1|cho moi|tren|trong mot|trong) )(?:{words})\b")) for per, words in _PERS
]
_PER_BEFORE = [(per, re.compile(rf"\b(?:moi|hang|mot|1|01|trong) (?:{words})\b")) for per, words in _PERS]


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


def read(text: str, region: str, on: dt.date, wage: int) -> list[Clause]:
    """The clauses of an agreement signed on a day in a region (I to IV), with the average wage of a month in đồng."""
    place = Place(region, on, wage)
    text = text[:MOST]
    found: list[Clause] = []
    for part in parts_of(text):
        found += _of_part(text, part, place)
    return sorted(found, key=lambda each: (each.start, each.end))


def _of_part(text: str, part: Part, place: Place) -> list[Clause]:
    whole = plain(text, part.start, part.end)
    above = " . ".join(part.above[1:])
    found: list[Clause] = []
    for start, end in _sentences(whole.text):
        here = whole.text[start:end]
        found += _of_sentence(text, part, whole, start, here, above, place)
        above = f"{above} . {here}"
    return _joined_steps(found, whole, text)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _of_sentence(text: str, part: Part, whole: Plain, at: int, here: str, above: str, place: Place) -> list[Clause]:
    able = list(possible(here, above))
    if not able:
        return []
    zones = _zones(here, above, able)
    if not zones:
        return _without_number(text, part, whole, at, here, above, able)
    return _doubted([_clause(text, part, whole, at, here, above, zone, place) for zone in zones])


def _doubted(found: list[Clause]) -> list[Clause]:
    """Two rates of one kind in a sentence: whose the higher one is is not known, so it is not called better."""
    rates = [each.kind for each in found if each.per == "hour_wage"]
    return [
        replace(each, verdict="unclear") if each.verdict == "better" and rates.count(each.kind) > 1 else each for each in found
    ]


def _zones(here: str, above: str, able: list[Kind]) -> list[Zone]:
    """The numbers of a sentence that are somebody's, each with the words and the kind that are its own."""
    amounts = [a for a in _amounts(here) if _kinds_of(a, here, able) and not _IN_ADDITION.search(here[: a.first.start])]
    if not amounts:
        return []
    tried = [_shared(here, above, able, amounts, spans) for spans in _spans(here, amounts)]
    return max(tried, key=lambda zones: (len({zone.kind.key for zone in zones}), sum(zone.found.score for zone in zones)))


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
            continue  # "every 5 years one day more" is one number of years
        if last and zone.kind.key == "annual_leave_seniority" and _MORE.search(here[: last.amount.last.end]):
            kept.pop()
        same = next((k for k in kept if k.kind.key == zone.kind.key), None)
        if same and _is_double(same, zone, here):
            if same.unit != zone.unit and list(zone.kind.units).index(zone.unit) < list(zone.kind.units).index(same.unit):
                kept[kept.index(same)] = zone
            continue
        kept.append(zone)
    if any(zone.kind.key in ("pregnancy_hours", "prenatal") for zone in kept):
        kept = [zone for zone in kept if zone.kind.key != "pregnancy_month"]
    sure = {zone.kind.topic for zone in kept if zone.kind.weight >= 0}
    return [zone for zone in kept if zone.kind.weight >= 0 or zone.kind.topic not in sure]


_MORE = re.compile(r"(?:them|cong|tang)(?: \S+){0,2} \d+ (?:\([a-z ]+\) )?ngay(?: lam viec| cong)?$|(?:them|cong|tang) (?:mot|hai|ba) ngay$")


_AT_LEAST = re.compile(r"^[^0-9]{0,25}(?:thap nhat|toi thieu|it nhat|nhung khong|khong thap hon)[a-z ]{0,12}$")


def _is_double(same: Zone, zone: Zone, here: str) -> bool:
    if zone.kind.key == "minimum_wage" and "gio" in here[zone.start : zone.end]:
        return same.unit == zone.unit and same.amount.low == zone.amount.low
    between = here[same.amount.last.end : zone.amount.first.start]
    if same.unit == zone.unit and same.amount.low != zone.amount.low:
        return zone.kind.key == "minimum_wage" or (same.unit in ("months_wage", "dong") and bool(_AT_LEAST.search(between)))
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
        kinds = [kind for kind in kinds if kind.key in _CONDITIONAL]
    return kinds


_CONDITIONAL = {
    "annual_leave_seniority", "dispute_clock", "dialogue_clock", "probation_time", "between_shifts", "weekly_rest", "term",
    "hours_week", "hours_day", "overtime_month", "overtime_year", "overtime_in_day", "late_pay",
}  # fmt: skip


def _spans(here: str, amounts: list[Amount]) -> Iterator[list[Span]]:
    """The sentence shared out among its numbers: words before each are its own, or words behind, or both in turn."""
    for forward in (True, False):
        cuts = [0]
        for one, two in zip(amounts, amounts[1:], strict=False):
            marks = [m for m in _CUT.finditer(here, one.last.end, two.first.start)]
            if not marks:
                cuts.append(two.first.start if not forward else one.last.end)
            else:
                cuts.append(marks[0].start() if forward else marks[-1].start())
        tail = _CUT.search(here, amounts[-1].last.end)
        cuts.append(tail.start() if tail and forward else len(here))
        yield [(start, end, "") for start, end in zip(cuts, cuts[1:], strict=False)]
    yield from _in_turn(here, amounts)


def _in_turn(here: str, amounts: list[Amount]) -> Iterator[list[Span]]:
    """ "On workdays, rest days and holidays 150 %, 200 % and 300 % in turn": the names stand together, so do the numbers."""
    gaps = zip(amounts, amounts[1:], strict=False)
    if len(amounts) < _TURNS or any(not _ONLY_JOINED.fullmatch(here[a.last.end : b.first.start]) for a, b in gaps):
        return
    labels = [each for each in re.split(r", | va | hoac |/", _TURN.sub("", here[: amounts[0].first.start])) if each.strip()]
    if len(labels) >= len(amounts):
        labels = [*labels[-len(amounts) :]]
        yield [(a.first.start, a.last.end, label) for a, label in zip(amounts, labels, strict=True)]


_TURNS = 2
_ONLY_JOINED = re.compile(r" ?(?:,|va|;|/|-)+ ?(?:va )?")
_TURN = re.compile(r"(?:tuong ung|lan luot|theo thu tu)(?: \S+){0,3} ?$|[: ]+(?:la|bang) ?$")


def _clause(text: str, part: Part, whole: Plain, at: int, here: str, above: str, zone: Zone, place: Place) -> Clause:
    reading = _reading(here, above, zone)
    floor, verdict = judged(reading, place)
    start, end = _trimmed(text, *whole.origin(at + zone.start, at + _quote_end(here, zone)))
    return Clause(
        article=part.article,
        clause=part.clause,
        start=start,
        end=end,
        quote=text[start:end],
        kind=zone.kind.key,
        topic=zone.kind.topic,
        value=reading.value,
        value_max=reading.value_max,
        unit=reading.unit,
        per=reading.per,
        condition=_condition(text, whole, at, here),
        law_floor=floor,
        verdict=verdict,
        dong_per_year=dong_per_year(reading, floor, verdict, place),
        because=zone.found.words,
    )


def _quote_end(here: str, zone: Zone) -> int:
    tail = _CUT.search(here, zone.amount.last.end, zone.end)
    return tail.start() if tail and tail.group() != " (" else zone.end


def _reading(here: str, above: str, zone: Zone) -> Reading:
    value, high, unit = zone.amount.low, zone.amount.high, zone.amount.first.unit
    value, high, unit = _read_as(zone.kind.reads_as, value, high, unit)
    per = _per(here, zone) or zone.kind.units.get(zone.amount.first.unit)
    before = here[zone.start : zone.amount.first.start]
    return Reading(zone.kind, value, high, unit, per, zone.near, before, here, above)


def _read_as(manner: str, value: Fraction, high: Fraction | None, unit: str) -> tuple[Fraction, Fraction | None, str]:
    if manner in ("rate", "night") and unit == "times":
        return value * 100, high * 100 if high else None, "percent"
    if manner == "bonus" and unit == "percent":
        return value / 100, high / 100 if high else None, "months_wage"
    if manner == "over_min_wage":
        whole = 0 if value >= _WHOLE else 1
        return whole + value / 100, whole + high / 100 if high else None, "times_min_wage"
    return value, high, unit


def _per(here: str, zone: Zone) -> str | None:
    """What the number is per: said behind it ("/suat", "moi thang"), or before it ("hang thang")."""
    usual = zone.kind.units.get(zone.amount.first.unit)
    if usual in ("hour_wage", "extra_day", "wage", "payroll"):
        return usual
    if zone.amount.first.per:
        return zone.amount.first.per
    behind = here[zone.amount.last.end : zone.end]
    before = here[zone.start : zone.amount.first.start]
    for texts, patterns in ((behind, _PER_AFTER), (before, _PER_BEFORE)):
        for per, pattern in patterns:
            if pattern.search(texts):
                return _per_of_kind(per, usual, here)
    return None


def _per_of_kind(per: str, usual: str | None, here: str) -> str:
    if usual == "child_month" and per == "month":
        return usual
    if usual == "event" and per in ("year", "day"):
        return usual
    if usual == "shift" and per == "day" and "bua" in here:
        return usual
    return per


def _condition(text: str, whole: Plain, at: int, here: str) -> str | None:
    found = _CONDITION.search(here)
    if not found:
        return None
    start, end = _trimmed(text, *whole.origin(at + found.start(), at + found.end()))
    return text[start:end]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without blanks and stops at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:.-–)+*•|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.(|"):
        end -= 1
    for joint in ("và ", "va ", "còn "):
        if text[start:end].startswith(joint):
            start += len(joint)
    return start, end


def _without_number(
    text: str, part: Part, whole: Plain, at: int, here: str, above: str, able: list[Kind]
) -> list[Clause]:
    """A promise without a number: the law repeated, or words that promise nothing certain."""
    if _GENERAL.search(part.title) or len(here) < 20:
        return []
    copied, vague = _COPIED.search(here), _VAGUE.search(here)
    fits = [
        (found, kind)
        for kind in able
        if (found := kind.fits(here, here, here, above)) and found.score - kind.weight / 2 >= 4
        and (kind.silent and (copied or (vague and not kind.needs_copy)) or (kind.obligation and not _is_title(part, here)))
    ]
    if not fits:
        return []
    found, kind = max(fits, key=lambda each: each[0].score)
    start, end = _trimmed(text, *whole.origin(at, at + len(here)))
    verdict = "copied" if copied or (kind.obligation and not vague) else "unclear"
    floor = floors.copied(kind.key) if verdict == "copied" else None
    because = (*found.words, *(m.group() for m in (copied, vague) if m))
    return [
        Clause(
            article=part.article, clause=part.clause, start=start, end=end, quote=text[start:end], kind=kind.key,
            topic=kind.topic, value=None, value_max=None, unit=None, per=None, condition=None, law_floor=floor,
            verdict=verdict, dong_per_year=None, because=because,
        )
    ]  # fmt: skip


def _is_title(part: Part, here: str) -> bool:
    return part.heading and len(here) < _TITLE and here.strip(" .:") == part.title.strip(" .:")


_STEP = re.compile(r"(?:tu|tren|duoi|den|du|<|>|≥|=) ?(?:tren |du |duoi )?\d+ ?(?:nam|thang)?|bac \d|loai [a-d]|hang \d|loai \d|xep loai|nhom \d")


def _joined_steps(found: list[Clause], whole: Plain, text: str) -> list[Clause]:
    """Clauses with the steps of one scale ("5 to 10 years 200,000, from 10 years 400,000") as one."""
    kept: list[Clause] = []
    for each in found:
        last = kept[-1] if kept else None
        if last and last.kind == each.kind == "attendance":
            continue  # less for those who were absent a day
        if last and _is_step(last, each, text):
            assert last.value is not None and each.value is not None  # noqa: S101 - both have numbers, see _is_step
            most = max(last.value_max or last.value, each.value_max or each.value)
            kept[-1] = replace(
                last, end=each.end, quote=text[last.start : each.end], value=min(last.value, each.value), value_max=most
            )
        else:
            kept.append(each)
    return kept


def _is_step(last: Clause, each: Clause, text: str) -> bool:
    if last.kind != each.kind or last.unit != each.unit or last.value is None or each.value is None:
        return False
    return bool(_STEP.search(plain(text, each.start, each.end).text) and _STEP.search(plain(text, last.start, last.end).text))

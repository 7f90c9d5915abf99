"""Reads the clauses of an agreement: which promise, which number, where it stands, what it is against the law."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from coso.agreements import floors
from coso.agreements.clauses import Clause
from coso.agreements.judging import Place, Reading, dong_per_year, judged
from coso.agreements.kinds import Kind, possible
from coso.agreements.layout import Part, parts_of
from coso.agreements.phrases import phrase
from coso.agreements.plain import MOST, Plain, plain
from coso.agreements.sharing import CUT, Zone, zones_of

_END = re.compile(r"(?:(?<=[a-z()%\]])\.(?=\s|$)|(?<=\d)\.(?=\s+[^\d\s])|[;!?])\s*")
_PAID_TOO = re.compile(r", (?:duoc |van )?(?:huong|chua ke|co luong|khong (?:huong )?luong)[^,;.()]{0,40}")
_BRACKET = re.compile(r"\([^()]*\)")
_LONGEST = 1_500  # signs of a sentence that are read at once
_REMEMBERED = 600  # signs of what stands above a sentence
_WHOLE = 50  # per cent of the minimum wage from which the whole is meant and not what comes on top
_TITLE = 60  # signs of a heading at most
_PERS = {
    "child_month": r"(?:chau|con|be|tre)(?:/| ?/ ?|,? moi | )(?:thang|1 thang)",
    "year_of_service": r"nam (?:lam viec|cong tac|tham nien)",
    "hour": r"gio|h",
    "shift": r"suat|bua|ca|xuat",
    "day": r"ngay",
    "month": r"thang|th",
    "quarter": r"quy",
    "year": r"nam",
    "event": r"lan(?: sinh)?|truong hop|dip|dam|vu",
    "course": r"khoa|lop",
    "set": r"bo",
    "payroll": r"quy (?:tien )?luong",
}
_PER_AFTER = [
    (per, re.compile(rf"^[^,;]{{0,30}}?(?:/ ?|\b(?:moi|mot|hang|01|1|cho moi|tren|trong mot|trong) )(?:{words})\b"))
    for per, words in _PERS.items()
]
_PER_BEFORE = [(per, re.compile(rf"\b(?:moi|hang|mot|1|01|trong) (?:{words})\b")) for per, words in _PERS.items()]


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
        above = f"{above[:_REMEMBERED]} . {above[_REMEMBERED:][-_REMEMBERED:]} . {here}"
    return _joined_steps(found, text)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(_BRACKET.sub(lambda bracket: "(" * len(bracket.group()), text)):
        yield from _no_longer(start, match.start())
        start = match.end()
    if text[start:].strip():
        yield from _no_longer(start, len(text))


def _no_longer(start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces that take a bounded time to read; a real one is one piece."""
    for at in range(start, end, _LONGEST):
        yield at, min(at + _LONGEST, end)


def _of_sentence(text: str, part: Part, whole: Plain, at: int, here: str, above: str, place: Place) -> list[Clause]:
    able = list(possible(here, above))
    if not able:
        return []
    zones = zones_of(here, above, able)
    if not zones:
        return _without_number(text, part, whole, at, here, above, able)
    return _doubted([_clause(text, part, whole, at, here, above, zone, place) for zone in zones])


def _doubted(found: list[Clause]) -> list[Clause]:
    """Two rates of one kind in a sentence: whose the higher one is is not known, so it is not called better."""
    rates = [each.kind for each in found if each.per == "hour_wage"]
    return [
        replace(each, verdict="unclear") if each.verdict == "better" and rates.count(each.kind) > 1 else each
        for each in found
    ]


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
    tail = CUT.search(here, zone.amount.last.end, zone.end)
    end = tail.start() if tail and tail.group() != " (" else zone.end
    more = _PAID_TOO.match(here, end)
    return more.end() if more else end


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
    said = next((per for per, pattern in _PER_AFTER if pattern.search(behind)), None)
    if said is None:
        said = next((per for per, pattern in _PER_BEFORE if pattern.search(before)), None)
        said = None if (usual, said) == ("month", "year") else said  # "every year … 250,000 đồng more": a month
    return _per_of_kind(said, usual, here) if said else None


def _per_of_kind(per: str, usual: str | None, here: str) -> str:
    if usual == "child_month" and per == "month":
        return usual
    if (usual, per) in (("day", "hour"), ("year", "year_of_service")):
        return str(usual)
    if usual == "event" and per in ("year", "day"):
        return usual
    if usual == "shift" and per == "day" and "bua" in here:
        return usual
    return per


def _condition(text: str, whole: Plain, at: int, here: str) -> str | None:
    found = phrase("condition").search(here)
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
    if phrase("general").search(part.title) or len(here) < 20:
        return []
    copied, vague = phrase("copied").search(here), phrase("vague").search(here)
    fits = [
        (found, kind)
        for kind in able
        if (found := kind.fits(here, here, here, above))
        and found.score - kind.weight / 2 >= 4
        and (
            (kind.silent and (copied or (vague and not kind.needs_copy)))
            or (kind.obligation and not _is_title(part, here))
        )
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


def _joined_steps(found: list[Clause], text: str) -> list[Clause]:
    """Clauses with the steps of one scale ("5 to 10 years 200,000, from 10 years 400,000") as one."""
    kept: list[Clause] = []
    for each in found:
        last = kept[-1] if kept else None
        if last and last.kind == each.kind == "attendance":
            continue  # less for those who were absent a day
        joined = _joined(last, each, text) if last else None
        if joined:
            kept[-1] = joined
        else:
            kept.append(each)
    return kept


def _joined(last: Clause, each: Clause, text: str) -> Clause | None:
    """Two steps of a scale as one clause, with the lowest and the highest number; None where they are no steps."""
    if (last.kind, last.unit) != (each.kind, each.unit) or last.value is None or each.value is None:
        return None
    if not all(phrase("steps").search(plain(text, one.start, one.end).text) for one in (last, each)):
        return None
    most = max(last.value_max or last.value, each.value_max or each.value)
    quote = text[last.start : each.end]
    return replace(last, end=each.end, quote=quote, value=min(last.value, each.value), value_max=most)

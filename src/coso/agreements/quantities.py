"""Numbers with their units in plain words: "28.000d", "28 nghin", "hai muoi tam nghin dong", "1,5 lan", "150 %"."""

import re
from dataclasses import dataclass
from fractions import Fraction

from coso.agreements.phrases import phrase

_DIGIT = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
_SCALE = {"nghin": 1000, "ngan": 1000, "trieu": 1_000_000, "ty": 1_000_000_000}
_ONES = r"(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
_SCALES = r"(?:muoi|tram|nghin|ngan|trieu)"
_WORD = (
    rf"(?:(?:{_ONES} {_SCALES}|muoi)(?: (?:{_ONES} )?{_SCALES}| (?:linh|le) {_ONES})*(?: {_ONES}(?! {_SCALES})| ruoi)?"
    r"|(?<!hang )(?<!moi )(?<!mot )(?<!cuoi )(?<!dau )(?<!trong )(?<!1 )(?<!ong )"
    r"(?:mot|hai|ba|bon|nam|sau|bay|tam|chin))\b"
)
_FIGURES = r"\d{1,3}(?:[.,] ?\d{3})+(?![\d])|\d{1,3}(?: \d{3})+(?= ?(?:d|dong|vnd)\b)|\d+(?:[.,]\d+)?"
_NUMBER = rf"(?P<num>(?<![\w.,/])(?:{_FIGURES})(?:/2)?|\b{_WORD}|\bnua\b)"
_NOTE = r"(?: ?\((?:[^()]{0,70})\))?"
_SCALED = (
    r"(?: ?(?P<scale>trieu|nghin|ngan|ty|tr|k|ng)(?![a-z])"
    r"(?: ?(?P<rest>ruoi\b|\d{1,3}(?![\d.,%/]))(?= ?(?:d|dong|/|\b)))?)"
)
UNITS = (
    ("times_min_wage", r"(?:lan|x) ?(?:so voi )?(?:cua )?(?:muc )?(?:tien )?(?:luong )?toi thieu(?: vung)?"),
    ("percent_min_wage", r"(?:%|phan tram) ?(?:cua )?(?:muc )?(?:tien )?(?:luong )?toi thieu(?: vung)?"),
    ("percent_month", r"(?:%|phan tram) ?(?:cua )?(?:(?:0?1|mot) )?thang (?:tien )?(?:luong|thu nhap)"),
    ("percent_points", r"(?:diem (?:phan tram|%)|% diem)"),
    ("percent", r"(?:%|phan tram\b)"),
    ("months_wage", r"thang (?:tien )?(?:luong|thu nhap|cong)\b"),
    ("times", r"(?:lan|x|bo|buoi|ky|khoa|lop|dot)\b"),
    ("working_days", r"ngay (?:lam viec\b|cong\b(?! (?:ty|doan|nhan)))"),
    ("days", r"(?:ngay|hom)\b(?! \d)"),
    ("hours", r"(?:gio|tieng|h)\b(?! ?\d)"),
    ("minutes", r"(?:phut|p)\b"),
    ("years", r"nam\b"),
    ("months", r"thang\b(?! \d)"),
    ("dong", r"(?:dong|d|vnd|vnd|viet nam dong)(?![a-z])"),
)  # fmt: skip
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in UNITS)
_QUANTITY = re.compile(rf"{_NUMBER}{_NOTE}(?:{_SCALED}{_NOTE}(?: ?(?P<money>dong|d|vnd)(?![a-z]))?| ?(?:{_UNIT}))")
_BARE = re.compile(r"(?<![\w.,/])(?P<num>\d{1,3}(?:[.,]\d{3}){1,3})(?![\w.,]|%)")
_MONTH_OF = re.compile(
    r"thang thu (?P<num>\d{1,2}|bay|sau|nam|tam|bon|tu)(?: \([a-z0-9 ]{1,10}\))?(?! (?:\d|nguyen dan))"
)
_RHYTHM = re.compile(
    rf"{_NUMBER}{_NOTE} thang ?/? ?(?:mot|0?1|/)(?: \(mot\))? ?lan|\b(?:moi|hang) quy (?=doi thoai|hop|to chuc|gap)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and its span in the plain text; `per` where it says so itself ("3 thang 1 lan")."""

    value: Fraction
    unit: str
    start: int
    end: int
    per: str | None = None


def quantities(text: str) -> list[Quantity]:
    """The quantities of a plain text in their order; dates, hours of the clock and numbers of laws are none."""
    hidden = phrase("no_number").sub(_covered, text)
    found = [quantity for match in _RHYTHM.finditer(hidden) if (quantity := _rhythm(match))]
    for each in found:
        hidden = hidden[: each.start] + "§" * (each.end - each.start) + hidden[each.end :]
    found += [quantity for match in _QUANTITY.finditer(hidden) if (quantity := _quantity(match))]
    found += [
        Quantity(value, "month_of_pregnancy", m.start(), m.end())
        for m in _MONTH_OF.finditer(text)
        if (value := spoken(m["num"])) is not None
    ]
    taken = [(each.start, each.end) for each in found]
    for match in _BARE.finditer(hidden):
        if not any(a <= match.start() < b for a, b in taken):
            value = number(match["num"])
            if value is not None and value >= 1000:
                found.append(Quantity(value, "dong", match.start(), match.end()))
    return sorted(_ranged(found, hidden), key=lambda each: each.start)


def _covered(match: re.Match[str]) -> str:
    return "§" * len(match.group())


def _quantity(match: re.Match[str]) -> Quantity | None:
    value = spoken(match["num"])
    if value is None:
        return None
    if match["scale"]:
        scale = _SCALE.get({"tr": "trieu", "k": "nghin", "ng": "nghin"}.get(match["scale"], match["scale"]), 1)
        return Quantity(value * scale + _rest(match["rest"], scale), "dong", match.start(), match.end())
    unit = next(name for name, _pattern in UNITS if match[name])
    if unit == "dong" and value < 500:
        return None
    if unit == "percent_month":
        value, unit = value / 100, "months_wage"
    if unit == "percent_min_wage":
        value, unit = value / 100, "times_min_wage"
    return Quantity(value, unit, match.start(), match.end())


def _rhythm(match: re.Match[str]) -> Quantity | None:
    """How often: "3 thang 1 lan" is once a quarter, "6 thang 1 lan" twice a year."""
    months = spoken(match["num"]) if match["num"] else Fraction(3)
    if not months:
        return None
    often = (Fraction(1), "quarter") if months == 3 else (Fraction(12) / months, "year")
    return Quantity(often[0], "times", match.start(), match.end(), often[1])


def _rest(said: str | None, scale: int) -> Fraction:
    """What "5" means in "1 trieu 5" and "ruoi" in "2 trieu ruoi"."""
    if not said:
        return Fraction(0)
    return Fraction(scale, 2) if said == "ruoi" else Fraction(int(said) * scale, 10 ** len(said))


def _ranged(found: list[Quantity], text: str) -> list[Quantity]:
    """With the first number of "25.000 - 30.000 dong" and "tu 2 den 3 ngay", which has its unit from the second."""
    more = []
    for each in found:
        before = re.search(rf"(?<![\w.,/])({_FIGURES}|{_WORD}) ?%? ?(?:-|den|toi|hoac|~) ?$", text[: each.start])
        if before and not any(other.start <= before.start() < other.end for other in found):
            value = spoken(before[1])
            if value is not None:
                scaled = _like(value, each)
                more.append(Quantity(scaled, each.unit, before.start(), before.end(1)))
    return found + more


def _like(value: Fraction, other: Quantity) -> Fraction:
    """The first number of a range in the size of the second: "25 - 30 nghin"."""
    if other.unit != "dong":
        return value / 100 if other.unit == "months_wage" and value > 12 else value
    for scale in (1_000_000, 1000):
        if value < 1000 and other.value >= scale and value * scale <= other.value:
            return value * scale
    return value


def spoken(said: str) -> Fraction | None:
    """A number in figures or words; None where it is none."""
    said = said.strip()
    if said == "nua":
        return Fraction(1, 2)
    if said.endswith("/2") and said[:-2].isdigit():
        return Fraction(int(said[:-2]), 2)
    return number(said) if said[:1].isdigit() else _in_words(said.split())


def number(said: str) -> Fraction | None:
    """A number in figures, with points or commas by thousands or before decimals."""
    said = said.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", said):
        return Fraction(re.sub(r"[.,]", "", said))
    try:
        return Fraction(said.replace(",", "."))
    except ValueError:
        return None


def _in_words(words: list[str]) -> Fraction | None:
    whole = part = 0
    half = 1
    for word in words:
        if word in _DIGIT:
            part += _DIGIT[word]
        elif word == "muoi":
            part = part - part % 10 + max(part % 10, 1) * 10
        elif word == "tram":
            part *= 100
        elif word in _SCALE:
            half = _SCALE[word]
            whole, part = whole + part * half, 0
        elif word == "ruoi":
            return whole + part + Fraction(half, 2)
        elif word not in ("linh", "le"):
            return None
    return Fraction(whole + part) if whole + part else None

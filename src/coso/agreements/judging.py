"""What a clause is against the law of its day and region, and what it is worth in a year to an average worker."""

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from coso.agreements import floors
from coso.agreements.floors import Floor
from coso.agreements.kinds import Kind
from coso.agreements.phrases import phrase

DAYS_A_MONTH = 26
MONTHS_A_YEAR = 12
_PROBATION = (
    ("managers", "probation_managers"),
    ("college", "probation_time"),
    ("technical", "probation_technical"),
    ("unskilled", "probation_other"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when an agreement was signed: region of the minimum wage, day, average wage of a month in đồng."""

    region: str
    on: dt.date
    wage: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A number of a clause with the words around it."""

    kind: Kind
    value: Fraction
    value_max: Fraction | None
    unit: str
    per: str | None
    near: str
    before: str
    here: str
    above: str


def judged(reading: Reading, place: Place) -> tuple[Floor | None, str]:
    """The floor and the verdict. In doubt the verdict is unclear; never better at or below the floor."""
    floor = _floor(reading, place)
    if floor is not None and not floor.known:
        return None, "unclear"
    if _is_uncertain(reading, floor):
        return floor, "unclear"
    if floor is None:
        return None, _without_floor(reading)
    if reading.kind.paid and (said := _by_pay(reading, floor)):
        return floor, said
    return floor, _compared(reading, floor)


def _is_uncertain(reading: Reading, floor: Floor | None) -> bool:
    if phrase("capped").search(reading.before) and not (floor is not None and floor.kind == "max"):
        return True
    found = phrase("uncertain").search(reading.here)
    scaled = reading.value_max is not None and found is not None and found.group().startswith("tuy")
    return found is not None and not scaled and not phrase("certain").search(reading.near)


def _without_floor(reading: Reading) -> str:
    key = reading.kind.key
    if key in ("minimum_wage", "minimum_wage_over"):
        return "unclear"
    if key == "wife_birth":
        return "beyond" if phrase("paid").search(reading.here) else "unclear"
    if reading.kind.floor in _VARIANTS or key == "stoppage_pay":
        return "unclear"
    return "beyond"


def _by_pay(reading: Reading, floor: Floor) -> str | None:
    """What a leave is that is not paid in full; None where nothing says so."""
    unpaid, part = phrase("unpaid").search(reading.here), phrase("part_paid").search(reading.here)
    if not unpaid and not part:
        return None
    if floor.value == 0:
        return "equal" if reading.value == 1 else "unclear"
    return "worse" if unpaid or (floor.value is not None and reading.value <= floor.value) else "unclear"


def _compared(reading: Reading, floor: Floor) -> str:
    value = _like_floor(reading)
    if value is None or floor.value is None:
        return "unclear"
    if reading.kind.key == "term":
        return "equal" if 1 <= value <= floor.value else "worse"
    if value == floor.value or (floor.widest is not None and value == floor.widest):
        return "equal"
    if floor.widest is not None and floor.value < value < floor.widest:
        return "unclear"
    return "better" if (value > floor.value) == (floor.kind == "min") else "worse"


def _like_floor(reading: Reading) -> Fraction | None:
    """The number in the unit of its floor; None where they cannot be compared."""
    value, unit, key = reading.value, reading.unit, reading.kind.key
    if key in ("break", "break_night", "nursing", "menstruation") and unit == "hours":
        return value * 60
    if key == "pregnancy_hours":
        return value if unit == "hours" else value / 60
    if key == "weekly_rest":
        return value * 24 if unit == "days" else value
    if key in ("term",) and unit == "months":
        return value / 12
    if key == "probation_time" and unit == "months":
        return value * 30
    if key in ("dialogue", "health_check", "health_check_hazard"):
        return _a_year(reading)
    if key in ("union_chair", "union_member"):
        return (
            value
            if unit == "hours" and reading.per in ("month", None)
            else (value * 8 if reading.per == "month" else None)
        )
    if key.startswith("overtime_") and key[9:] in ("day", "rest", "holiday") and value < 100:
        return None if re.search(r"them (?:it nhat |bang )?\d|cong|phu cap|cao hon|hon", reading.near) else value
    return value


def _a_year(reading: Reading) -> Fraction | None:
    if reading.unit == "times":
        return reading.value * {"quarter": 4, "month": 12}.get(reading.per or "", 1)
    return 12 / reading.value if reading.unit == "months" else None


_VARIANTS = {"probation_time"}


def _floor(reading: Reading, place: Place) -> Floor | None:
    key = reading.kind.key
    if key in ("minimum_wage", "minimum_wage_over"):
        return _minimum(reading, place)
    if key == "probation_time":
        variant = _probation(reading)
        return floors.floor(variant, place.on) if variant else None
    if reading.unit == "dong" and reading.kind.floor != "hazard_in_kind":
        return None
    if key == "stoppage_pay" and not _is_full_stoppage_pay(reading):
        return None
    if key == "late_pay" and reading.unit == "percent":
        return None
    if key == "dispute_clock" and "hoa giai" not in reading.here:
        return None
    if key == "prenatal" and reading.unit != "times":
        return None
    if key == "break" and re.search(r"\bdem\b", reading.near):
        return floors.floor("break_night", place.on)
    if key == "night_ot_day" and re.search(r"da (?:lam|co)|truoc do", reading.here) and reading.value != 200:
        return floors.floor("night_ot_day_after", place.on)
    found = floors.floor(reading.kind.floor, place.on) if reading.kind.floor else None
    if key == "night_work" and found and found.value and reading.value >= 100:
        return Floor(found.article, found.value + 100, found.kind, found.code)
    if reading.unit == "percent_points" and found:
        return Floor(found.article, Fraction(0), found.kind, found.code)
    return found


def _is_full_stoppage_pay(reading: Reading) -> bool:
    """Whether the full wage is owed or given: where the employer is at fault the law asks for all of it."""
    if reading.unit != "percent":
        return False
    at_fault = "loi" in reading.here and "khong do loi" not in reading.here
    return at_fault or reading.value >= 100


def _minimum(reading: Reading, place: Place) -> Floor | None:
    per = "hour" if reading.per == "hour" else "month"
    if reading.per not in ("hour", "month", None, "wage"):
        return None
    found = floors.minimum_wage(place.on, place.region, per)
    if found is None or reading.unit != "times_min_wage" or found.value is None:
        return found
    said = f"{found.article} = {int(found.value):,}".replace(",", ".")
    return Floor(said, Fraction(1), "min", found.code)


def _probation(reading: Reading) -> str | None:
    """Whose probation it is: said behind the number, else before it."""
    if reading.unit == "working_days":
        return "probation_other"
    behind = reading.near[len(reading.before) :]
    for words in (behind, reading.before):
        for name, key in _PROBATION:
            if phrase(name).search(words):
                return key
    return None


def dong_per_year(reading: Reading, floor: Floor | None, verdict: str, place: Place) -> int | None:
    """Đồng a year for an average worker: the difference to the floor, else the whole; None where it depends."""
    kind, value = reading.kind, reading.value
    if verdict == "unclear" or (kind.dong == "none" and not kind.counts_dates):
        return None
    if kind.topic == "housing" and phrase("renters").search(reading.here):
        return None
    if kind.topic in ("shift_meal", "other") and phrase("some").search(reading.near):
        return None
    if kind.counts_dates:
        dates = occasions(reading.here)
        return int(value * dates) if dates and reading.unit == "dong" else None
    if kind.dong == "difference":
        if floor is None or floor.value is None:
            return None
        value -= floor.value
    return _a_year_in_dong(value, reading, place)


def _a_year_in_dong(value: Fraction, reading: Reading, place: Place) -> int | None:
    if reading.unit == "dong":
        times = {
            "month": 12, "year": 1, "quarter": 4, "shift": DAYS_A_MONTH * 12, "day": DAYS_A_MONTH * 12, "once": 1,
        }.get(reading.per or "")  # fmt: skip
        return round(value * times) if times else None
    if reading.unit == "months_wage":
        return round(value * place.wage)
    if reading.unit == "percent" and reading.kind.topic in ("pay_rise", "union_time"):
        return round(value * place.wage * MONTHS_A_YEAR / 100)
    if reading.unit in ("days", "working_days"):
        return round(value * place.wage / DAYS_A_MONTH)
    return None


def occasions(words: str) -> int:
    """How many days of the year a sentence names."""
    return len(phrase("occasion").findall(words))

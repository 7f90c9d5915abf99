"""What a clause is against the law of its day and region, and what it is worth in a year to an average worker."""

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from coso.agreements import floors
from coso.agreements.floors import Floor
from coso.agreements.kinds import Kind

DAYS_A_MONTH = 26
MONTHS_A_YEAR = 12
_UNCERTAIN = re.compile(
    r"\btuy (?:theo |thuoc )?|\bco the\b|xem xet|dieu kien cho phep|neu (?:co )?(?:du )?dieu kien"
    r"|khi (?:co )?dieu kien|du kien|\bkhoang \d|can cu (?:vao )?(?:tinh hinh|ket qua|hieu qua|kha nang)|theo (?:tinh hinh|kha nang|ket qua san xuat|ket qua kinh doanh|hieu qua)"
    r"|co gang|phan dau|khuyen khich|tuong duong|do giam doc quyet dinh|giam doc (?:se )?(?:xem|quyet)|neu (?:cong ty )?(?:co lai|kinh doanh co lai|lam an)|phu thuoc|uu tien xet"
)
_CAPPED = re.compile(r"\b(?:toi da|khong (?:vuot )?qua|cao nhat)\b[^,;()0-9]{0,25}$")
_CERTAIN = re.compile(r"it nhat|toi thieu(?! vung)|thap nhat|khong thap hon|khong duoi|khong it hon|tro len")
_UNPAID = re.compile(r"khong (?:duoc )?(?:huong |co |tra )?luong|nghi khong luong")
_PART_PAID = re.compile(r"(?:huong|tra|bang) (?:bang )?(\d{1,2}) ?% (?:tien )?luong")
_PAID = re.compile(r"(?:nguyen|du|co|huong|tra|100 ?%) (?:tien )?luong")
_MANAGERS = re.compile(r"quan ly|dieu hanh|giam doc|truong phong")
_COLLEGE = re.compile(r"cao dang|dai hoc|trinh do chuyen mon")
_TECHNICAL = re.compile(r"trung cap|ky thuat|nghiep vu|so cap|co tay nghe|chuyen mon")
_OTHER = re.compile(r"pho thong|cong viec khac|gian don|con lai|lao dong khac|cong nhan|khong can")
_PROBATION = (
    (_MANAGERS, "probation_managers"),
    (_COLLEGE, "probation_time"),
    (_TECHNICAL, "probation_technical"),
    (_OTHER, "probation_other"),
)
_RENTERS = re.compile(r"o tro|thue (?:nha|tro|phong)|nguoi thue|xa nha|ngoai tinh|tren \d+ ?km|nha tro|o xa|con nho|can bo|quan ly")

_SOME = re.compile(r"\bdem\b|tang ca|lam them|lai xe|trach nhiem|to truong|quan ly|can bo")


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
    if _CAPPED.search(reading.before) and not (floor is not None and floor.kind == "max"):
        return True
    found = _UNCERTAIN.search(reading.here)
    scaled = reading.value_max is not None and found is not None and found.group().startswith("tuy")
    return found is not None and not scaled and not _CERTAIN.search(reading.near)


def _without_floor(reading: Reading) -> str:
    key = reading.kind.key
    if key in ("minimum_wage", "minimum_wage_over"):
        return "unclear"
    if key == "wife_birth":
        sure = _PAID.search(reading.here) or "ngoai che do" in reading.here or "cong ty tra" in reading.here
        return "beyond" if sure else "unclear"
    if reading.kind.floor in _VARIANTS or key == "stoppage_pay":
        return "unclear"
    return "beyond"


def _by_pay(reading: Reading, floor: Floor) -> str | None:
    """What a leave is that is not paid in full; None where nothing says so."""
    unpaid, part = _UNPAID.search(reading.here), _PART_PAID.search(reading.here)
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
        return value if unit == "hours" and reading.per in ("month", None) else (value * 8 if reading.per == "month" else None)
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
        for pattern, key in _PROBATION:
            if pattern.search(words):
                return key
    return None


def dong_per_year(reading: Reading, floor: Floor | None, verdict: str, place: Place) -> int | None:
    """Đồng a year for an average worker: the difference to the floor, else the whole; None where it depends."""
    kind, value = reading.kind, reading.value
    if verdict == "unclear" or (kind.dong == "none" and not kind.counts_dates):
        return None
    if kind.topic == "housing" and _RENTERS.search(reading.here):
        return None
    if kind.topic in ("shift_meal", "other") and _SOME.search(reading.near):
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


_OCCASION = re.compile(
    r"tet duong(?: lich)?|30 ?/ ?0?4(?: ?(?:-|va|,|&) ?0?1 ?/ ?0?5)?|0?2 ?/ ?0?9|quoc khanh|gio to|0?8 ?/ ?0?3|20 ?/ ?10"
    r"|0?1 ?/ ?0?6|trung thu|27 ?/ ?0?7|ngay thanh lap|(?<!/)0?1 ?/ ?0?5|0?1 ?/ ?0?1"
)


def occasions(words: str) -> int:
    """How many days of the year a sentence names."""
    return len(_OCCASION.findall(words))

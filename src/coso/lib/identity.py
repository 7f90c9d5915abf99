"""Phone numbers and identity papers as people type them and as spreadsheets spoil them."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a number turned out to be."""

    PHONE = "phone"
    NATIONAL = "national_id"
    OLD = "old_id"
    PASSPORT = "passport"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Identity:
    """A number in its one spelling, or None; `warnings` are keys of WARNINGS, and say why where the value is None."""

    kind: Kind
    value: str | None
    warnings: tuple[str, ...] = ()


WARNINGS = {
    "blank": ("Ô trống", "Empty"),
    "letters": ("Có ký tự không phải chữ số", "Has signs that are not digits"),
    "length": ("Thiếu hoặc thừa chữ số", "Too few or too many digits"),
    "rounded": ("Excel đã làm tròn số này, mất chữ số cuối", "The spreadsheet rounded this number"),
    "prefix": ("Đầu số điện thoại không có thật", "No such telephone prefix"),
    "several": ("Có nhiều số, lấy số đầu", "Several numbers, the first was taken"),
    "landline": ("Số máy bàn", "A landline"),
    "old_prefix": ("Đầu số 11 chữ số cũ, đã đổi sang đầu số mới", "Old 11-digit prefix, changed to the new one"),
    "zero_restored": ("Đã thêm lại số 0 ở đầu", "Leading zero put back"),
    "province": ("Mã tỉnh trên số căn cước không có thật", "No such province code in the ID number"),
    "century": ("Chữ số thứ tư của số căn cước không có thật", "The fourth digit of the ID number cannot be"),
    "sex": ("Số căn cước không khớp giới tính", "The ID number does not agree with the sex"),
    "year": ("Số căn cước không khớp năm sinh", "The ID number does not agree with the year of birth"),
}

# Mobile prefixes of 11-digit numbers, and what they became from 15 September 2018.
_PREFIX_2018 = {f"016{n}": f"03{n}" for n in range(2, 10)}
_PREFIX_2018 |= {"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"}
_PREFIX_2018 |= {"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"}
_PREFIX_2018 |= {"0186": "056", "0188": "058", "0199": "059"}
_MOBILE = frozenset("35789")
_SEPARATORS = str.maketrans("", "", " \t.-()_\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff\u2011\u2013'+")
_CUTS = str.maketrans(dict.fromkeys("/;,|\n&", "/"))

# Where a birth was registered (Circular 59/2021/TT-BCA, annex I); from 100 on the number stands for a country.
_NORTH = (1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37)
_CENTRE = (38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68)
_SOUTH = (70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96)
PROVINCES = frozenset(f"{number:03d}" for number in (*_NORTH, *_CENTRE, *_SOUTH))


def read_phone(value: str | float | None) -> Identity:
    """A Vietnamese number as 10 digits (landline: 11), whatever was typed: "+84 912.345.678" → "0912345678"."""
    text = plain_number(value)
    if _is_rounded(text):
        return Identity(Kind.NONE, None, ("rounded",))
    first, *rest = [part.translate(_SEPARATORS) for part in text.translate(_CUTS).split("/") if part.strip()] or [""]
    extra = ("several",) if rest else ()
    if not first:
        return Identity(Kind.NONE, None, ("blank",))
    if not (first.isascii() and first.isdecimal()):
        return Identity(Kind.NONE, None, ("letters",))
    digits, warnings = _national(first)
    found = _phone(digits)
    if found.value is None:
        return found
    return Identity(found.kind, found.value, warnings + found.warnings + extra)


def _national(digits: str) -> tuple[str, tuple[str, ...]]:
    """The digits as dialled inside the country: 84 and 0084 become 0, a lost zero is put back."""
    digits = digits.removeprefix("00")
    if digits.startswith("84") and len(digits) in (11, 12):
        return "0" + digits[2:].removeprefix("0"), ()
    if digits.startswith("840") and len(digits) == 13:
        return digits[2:], ()
    if digits[:1] in _MOBILE and len(digits) == 9:
        return "0" + digits, ("zero_restored",)
    if len(digits) == 10 and digits[0] in "12":
        return "0" + digits, ("zero_restored",)
    return digits, ()


def _phone(digits: str) -> Identity:
    if len(digits) == 11 and digits[:4] in _PREFIX_2018:
        return Identity(Kind.PHONE, _PREFIX_2018[digits[:4]] + digits[4:], ("old_prefix",))
    if len(digits) == 11 and digits.startswith("02"):
        return Identity(Kind.PHONE, digits, ("landline",))
    if len(digits) != 10:
        return Identity(Kind.NONE, None, ("length",))
    if digits[0] != "0" or digits[1] not in _MOBILE:
        return Identity(Kind.NONE, None, ("prefix",))
    return Identity(Kind.PHONE, digits)


def read_id(value: str | float | None, *, year: int | None = None, female: bool | None = None) -> Identity:
    """A national ID (12 digits), old ID (9) or passport; checked against year of birth and sex where known.

    A number that contradicts them keeps its value and carries the warnings "sex" or "year"; lost zeros are put back
    only where the result agrees with what is known.
    """
    text = plain_number(value)
    bare = "".join(text.translate(_SEPARATORS).split()).upper()
    if not bare:
        return Identity(Kind.NONE, None, ("blank",))
    if _is_rounded(text):
        return Identity(Kind.NONE, None, ("rounded",))
    if not (bare.isascii() and bare.isalnum()):
        return Identity(Kind.NONE, None, ("letters",))
    if not bare.isdecimal():
        return _passport(bare)
    if len(bare) == 12:
        return Identity(Kind.NATIONAL, bare, id_conflicts(bare, year, female))
    return _short_id(bare, year, female)


def _short_id(digits: str, year: int | None, female: bool | None) -> Identity:
    if len(digits) == 9:
        return Identity(Kind.OLD, digits)
    if len(digits) == 8:
        return Identity(Kind.OLD, "0" + digits, ("zero_restored",))
    whole = digits.zfill(12)
    # Two zeros lost (Hà Nội 001 to Bắc Kạn 006, Tuyên Quang 008): believed only if the year of birth bears it out.
    likely = len(digits) == 11 or (len(digits) == 10 and year is not None)
    if likely and whole[3] in "0123" and not id_conflicts(whole, year, female):
        return Identity(Kind.NATIONAL, whole, ("zero_restored",))
    return Identity(Kind.NONE, None, ("length",))


def _passport(bare: str) -> Identity:
    if 6 <= len(bare) <= 9 and sum(map(str.isdigit, bare)) >= 5:
        return Identity(Kind.PASSPORT, bare)
    return Identity(Kind.NONE, None, ("letters",))


def id_conflicts(digits: str, year: int | None, female: bool | None) -> tuple[str, ...]:
    """What a 12-digit number contradicts: the provinces, the centuries, the sex, the year of birth."""
    found = []
    if digits[:3] not in PROVINCES and digits[0] == "0":
        found.append("province")
    if digits[3] > "3":
        return (*found, "century")
    if female is not None and is_female(digits) != female:
        found.append("sex")
    if year is not None and born_year(digits) != year:
        found.append("year")
    return tuple(found)


def born_year(digits: str) -> int:
    """The year of birth a 12-digit number carries: fourth digit century (0, 1 → 1900s; 2, 3 → 2000s), then the year."""
    return 1900 + int(digits[3]) // 2 * 100 + int(digits[4:6])


def is_female(digits: str) -> bool:
    """The sex a 12-digit number carries: an odd fourth digit for women."""
    return digits[3] in "13579"


def plain_number(value: str | float | None) -> str:
    """A cell as text: whole floats without ".0", full-width digits as ASCII, the leading apostrophe dropped."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    text = unicodedata.normalize("NFKC", str(value)).strip().lstrip("'")
    head, dot, tail = text.rpartition(".")
    return head if dot and head.isdecimal() and tail and not tail.strip("0") and len(tail) <= 2 else text


def _is_rounded(text: str) -> bool:
    mantissa, e, exponent = text.upper().partition("E")
    digits = mantissa.replace(",", ".").replace(".", "", 1)
    return bool(e) and digits.isdecimal() and exponent.lstrip("+").isdecimal()

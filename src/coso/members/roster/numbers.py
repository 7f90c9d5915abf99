"""Identity papers, phone numbers and e-mail addresses, a column at a time."""

import datetime as dt
from dataclasses import dataclass

from coso.lib.identity import PROVINCES, Identity, Kind, born_year, is_female, read_id, read_phone
from coso.lib.tables import Cell

from .draft import Draft
from .fields import Field

_PAPERS = (Field.ID, Field.OLD_ID, Field.PASSPORT)
_MOBILE = frozenset({"03", "05", "07", "08", "09"})
_UNTRUE = frozenset({"province", "century", "year"})


@dataclass(slots=True)
class Numbers:
    """What the papers say, one entry a person, together with birth and sex after comparing them."""

    born: list[dt.date | None]
    exact: list[bool]
    female: list[bool | None]
    national: list[str | None]
    old: list[str | None]
    passport: list[str | None]


def read_numbers(draft: Draft, born: list[dt.date | None], exact: list[bool], female: list[bool | None]) -> Numbers:
    """National IDs checked against birth and sex, old IDs, passports; what cannot be true is blanked."""
    none: list[str | None] = [None] * draft.size
    numbers = Numbers(born, exact, female, [*none], [*none], [*none])
    expected = _expected(born, female)
    for field in _PAPERS:
        if draft.has(field):
            _read_papers(draft, numbers, field, expected)
    return numbers


def _read_papers(draft: Draft, numbers: Numbers, field: Field, expected: list[str]) -> None:
    national = numbers.national
    for i, cell in enumerate(draft.cells(field)):
        digits = f"{cell:012.0f}" if type(cell) is float and cell.is_integer() else cell
        if (
            type(digits) is str
            and len(digits) == 12
            and digits[3:6] == expected[i]
            and digits[:3] in PROVINCES
            and digits.isdecimal()
            and digits.isascii()
        ):
            national[i] = digits
        elif cell != "":
            _read_paper(draft, numbers, i, field, cell)


def _expected(born: list[dt.date | None], female: list[bool | None]) -> list[str]:
    """Digits four to six of each person's ID as birth and sex want them; "" where they are not known."""
    codes: dict[tuple[int, bool | None], str] = {
        (year, sex): f"{(year - 1900) // 100 * 2 + sex}{year % 100:02d}"
        for year in range(1900, 2100)
        for sex in (False, True)
    }
    return [codes.get((day.year, sex), "") if day else "" for day, sex in zip(born, female, strict=True)]


def _read_paper(draft: Draft, numbers: Numbers, i: int, field: Field, cell: Cell) -> None:
    day = numbers.born[i]
    year = day.year if day else None
    found = read_id(cell if isinstance(cell, str | float) else str(cell), year=year, female=numbers.female[i])
    if found.value is None:
        if found.warnings != ("blank",):
            draft.report(i, field, f"id_{found.warnings[0]}")
    elif found.kind is Kind.OLD:
        numbers.old[i] = found.value
    elif found.kind is Kind.PASSPORT:
        numbers.passport[i] = found.value
    elif untrue := [warning for warning in found.warnings if warning in _UNTRUE]:
        draft.report(i, field, f"id_{untrue[0]}")
    else:
        _take_national(draft, numbers, i, found)


def _take_national(draft: Draft, numbers: Numbers, i: int, found: Identity) -> None:
    """The number agrees with the year of birth; where only the sex differs, the sex is in doubt, not the number."""
    digits = found.value or ""
    numbers.national[i] = digits
    if "sex" in found.warnings:
        draft.report(i, _sex_field(draft), "id_sex")
        numbers.female[i] = None
    elif numbers.female[i] is None:
        numbers.female[i] = is_female(digits)
    if numbers.born[i] is None:
        numbers.born[i] = dt.date(born_year(digits), 1, 1)


def _sex_field(draft: Draft) -> Field:
    fields = (Field.SEX, Field.WOMAN, Field.MAN, Field.BORN_WOMAN, Field.BORN_MAN)
    return next((field for field in fields if draft.has(field)), Field.ID)


def read_phones(draft: Draft) -> list[str | None]:
    """Phone numbers in their one spelling."""
    phones: list[str | None] = []
    for i, cell in enumerate(draft.cells(Field.PHONE)):
        digits = f"{cell:010.0f}" if type(cell) is float and cell.is_integer() else cell
        if (
            type(digits) is str
            and len(digits) == 10
            and digits[:2] in _MOBILE
            and digits.isdecimal()
            and digits.isascii()
        ):
            phones.append(digits)
        else:
            phones.append(None if cell == "" else _read_phone(draft, i, cell))
    return phones


def _read_phone(draft: Draft, i: int, cell: Cell) -> str | None:
    found = read_phone(cell if isinstance(cell, str | float) else str(cell))
    if found.value is None and found.warnings != ("blank",):
        draft.report(i, Field.PHONE, f"phone_{found.warnings[0]}")
    elif "several" in found.warnings:
        draft.report(i, Field.PHONE, "phone_several")
    return found.value


def read_emails(draft: Draft) -> list[str | None]:
    """E-mail addresses in lower case."""
    return [None if cell == "" else _read_email(draft, i, cell) for i, cell in enumerate(draft.cells(Field.EMAIL))]


def _read_email(draft: Draft, i: int, cell: Cell) -> str | None:
    text = str(cell).strip().lower()
    name, _, domain = text.partition("@")
    if name and "." in domain.strip(".") and " " not in text and "@" not in domain and text.isascii():
        return text
    if text:
        draft.report(i, Field.EMAIL, "email")
    return None

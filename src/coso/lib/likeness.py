"""Whether two records may speak of one human being: the name and the day of birth, as people write them."""

import datetime as dt
from typing import NamedTuple


class Spoken(NamedTuple):
    """Who a record says somebody is: the folded name, the day of birth, and whether it is more than a year."""

    name: str
    born: dt.date | None
    exact: bool = True


def one_person(one: Spoken, other: Spoken) -> bool:
    """Whether two records that share a number may be of one person.

    The births must not differ: an unknown one differs from none, a year alone from no day of that year. The names,
    without marks and capitals, must be equal. With the same whole day of birth on both sides a slip will do too: one
    letter more, less or other, or a middle name left out ("Nguyễn Hoa", "Nguyễn Thị Hoa").
    """
    if not births_agree(one, other):
        return False
    if one.name == other.name:
        return True
    whole = one.born is not None and one.born == other.born and one.exact and other.exact
    return whole and (_one_slip(one.name, other.name) or _shortened(one.name, other.name))


def births_agree(one: Spoken, other: Spoken) -> bool:
    """Whether the days of birth do not differ, as far as both are known."""
    if one.born is None or other.born is None:
        return True
    if one.exact and other.exact:
        return one.born == other.born
    return one.born.year == other.born.year


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes the texts equal."""
    short, long = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        return short[at + 1 :] == long[at + 1 :]
    return len(long) - len(short) == 1 and short[at:] == long[at + 1 :]


def _shortened(one: str, other: str) -> bool:
    """Whether the shorter name is the longer one without some of its middle names."""
    short, long = sorted((one.split(), other.split()), key=len)
    ends = len(short) > 1 and short[0] == long[0] and short[-1] == long[-1]
    rest = iter(long[1:-1])
    return ends and all(word in rest for word in short[1:-1])

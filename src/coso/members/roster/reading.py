"""People out of the rows of a list, column by column, with everything that is wrong with them."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

from coso.lib.tables import Sheet, collector_paused

from .cells import Memo, is_mark, read_money, read_text
from .draft import Days, Draft, Problem
from .fields import Field
from .layout import Layout
from .numbers import read_emails, read_numbers, read_phones
from .people import read_births, read_joined, read_names, read_sexes
from .repeats import find_repeats
from .structure import Skipped, read_body


class RosterRow(NamedTuple):
    """One person of a list. `female` is None and `born` is None where the list does not tell, texts are "" then.

    Sex and year of birth come from the 12-digit ID where the list has no other word on them.
    """

    row: int
    name: str
    female: bool | None
    born: dt.date | None
    born_exact: bool
    national_id: str | None
    old_id: str | None
    passport: str | None
    phone: str | None
    email: str | None
    joined: dt.date | None
    card: str
    staff_no: str
    position: str
    group: str
    dues: int | None
    note: str
    unit: str


@dataclass(frozen=True, slots=True)
class Roster:
    """People that can be taken, what is wrong, rows that are no people, remarks on the whole in two languages,
    headings of columns of days that prove both orders.
    """

    rows: list[RosterRow]
    problems: list[Problem]
    skipped: list[Skipped]
    remarks: list[tuple[str, str]] = field(default_factory=list)
    mixed_days: list[str] = field(default_factory=list)


def read_roster(
    sheet: Sheet,
    layout: Layout,
    *,
    today: dt.date,
    ages: range = range(15, 101),
    months_first: bool | None = None,
) -> Roster:
    """Read the people of a list as of a day; raises ValueError if the layout has no column of names.

    `months_first`: what a person said of columns of days that do not prove one order alone.
    """
    if layout.missing_name:
        raise ValueError("no column of names")
    with collector_paused():
        body = read_body(sheet, layout)
        draft = Draft(body, layout, today, ages, Days(sheet.about.from_1904, months_first))
        rows = _people(draft)
    draft.problems.sort(key=lambda problem: (problem.row, -1 if problem.column is None else problem.column))
    return Roster(rows, draft.problems, body.skipped, draft.remarks, draft.mixed)


def _people(draft: Draft) -> list[RosterRow]:
    names = read_names(draft)
    born, exact = read_births(draft)
    numbers = read_numbers(draft, born, exact, read_sexes(draft))
    cards = _texts(draft, Field.CARD)
    find_repeats(draft, names, numbers, cards)
    groups = [own or above for own, above in zip(_texts(draft, Field.GROUP), draft.body.groups, strict=True)]
    papers = (numbers.national, numbers.old, numbers.passport)
    reach = (read_phones(draft), read_emails(draft))
    union = (read_joined(draft, born), cards, _texts(draft, Field.STAFF_NO), _texts(draft, Field.POSITION), groups)
    rest = (_dues(draft), _texts(draft, Field.NOTE), _texts(draft, Field.UNIT))
    person = (draft.body.numbers, names, numbers.female, numbers.born, numbers.exact)
    columns = zip(*person, *papers, *reach, *union, *rest, strict=True)
    people = map(RosterRow._make, columns)
    return list(compress(people, [i not in draft.out for i in range(draft.size)]) if draft.out else people)


def _texts(draft: Draft, which: Field) -> list[str]:
    memo = Memo(read_text)
    return [cell if type(cell) is str and cell.isalnum() else memo[cell] for cell in draft.cells(which)]


def _dues(draft: Draft) -> list[int | None]:
    memo = Memo(read_money)
    cells = draft.cells(Field.DUES)
    dues = [memo[cell] for cell in cells]
    unread = {cell for cell, money in memo.items() if money is None and is_mark(cell) is None}
    if unread:
        for i, cell in enumerate(cells):
            if cell in unread:
                draft.report(i, Field.DUES, "dues")
    return dues

"""Names, days of birth and of joining, and sexes, a column at a time."""

import datetime as dt
from collections.abc import Callable
from typing import TypeGuard
from unicodedata import is_normalized

from coso.lib.dates import years_before
from coso.lib.tables import Cell
from coso.lib.tables.writing import INTERPRETED
from coso.lib.text import proper_name

from .cells import Day, Memo, is_mark, read_sex, read_text
from .draft import Draft
from .fields import Field


def read_names(draft: Draft) -> list[str]:
    """Names in proper case; a row without one is out."""
    cells = draft.cells(Field.NAME) if draft.has(Field.NAME) else _joined_names(draft)
    words = Memo(lambda word: proper_name(read_text(word)))
    names = [cell if _is_proper(cell) else _proper(cell, words) for cell in cells]
    field = Field.NAME if draft.has(Field.NAME) else Field.GIVEN
    for i, name in enumerate(names):
        if not name.isalpha() and not name.replace(" ", "").isalpha():
            _odd_name(draft, i, field, name)
    return names


def _joined_names(draft: Draft) -> list[Cell]:
    pairs = zip(draft.cells(Field.FAMILY), draft.cells(Field.GIVEN), strict=True)
    return [f"{read_text(family)} {read_text(given)}".strip() for family, given in pairs]


def _is_proper(cell: Cell) -> TypeGuard[str]:
    return (
        isinstance(cell, str)
        and cell.istitle()
        and cell.isprintable()
        and is_normalized("NFC", cell)
        and cell[0] != " " != cell[-1]
        and "  " not in cell
    )


def _proper(cell: Cell, words: Memo[str]) -> str:
    """A name in capitals word by word: there are few different words in a long list."""
    if isinstance(cell, str) and cell.isupper():
        return " ".join([words[word] for word in cell.split()])
    return proper_name(read_text(cell))


def _odd_name(draft: Draft, i: int, field: Field, name: str) -> None:
    if not name:
        if i not in draft.out:
            draft.report(i, field, "name_missing", fatal=True)
    elif name.startswith(INTERPRETED):
        draft.report(i, field, "name_formula", fatal=True)
    elif not any(map(str.isalpha, name)):
        draft.report(i, field, "name_odd", fatal=True)
    elif any(map(str.isdigit, name)):
        draft.report(i, field, "name_digits")


def read_births(draft: Draft) -> tuple[list[dt.date | None], list[bool]]:
    """Days of birth and whether each is exact; blanked where they cannot be."""
    cells = draft.cells(Field.BORN) if draft.has(Field.BORN) else _births_by_sex(draft)
    read = draft.day_reader(Field.BORN, cells)
    memo = Memo(lambda cell: _birth(cell, read, draft.today, draft.ages))
    found = [memo[cell] for cell in cells]
    if any(code for _, _, code in memo.values()):
        for i, (_, _, code) in enumerate(found):
            if code:
                draft.report(i, _birth_field(draft, i), code)
    return [born for born, _, _ in found], [exact for _, exact, _ in found]


def _births_by_sex(draft: Draft) -> list[Cell]:
    pairs = zip(draft.cells(Field.BORN_MAN), draft.cells(Field.BORN_WOMAN), strict=True)
    return [_either(draft, i, man, woman) for i, (man, woman) in enumerate(pairs)]


def _either(draft: Draft, i: int, man: Cell, woman: Cell) -> Cell:
    if _is_blank(man) or _is_blank(woman):
        return woman if _is_blank(man) else man
    draft.report(i, Field.BORN_WOMAN, "born_twice")
    return ""


def _birth_field(draft: Draft, i: int) -> Field:
    """The column a person's birth stands in."""
    if draft.has(Field.BORN):
        return Field.BORN
    man = draft.layout.column(Field.BORN_MAN)
    return Field.BORN_WOMAN if man is None or _is_blank(draft.body.rows[i][man]) else Field.BORN_MAN


def _birth(
    cell: Cell, read: Callable[[Cell], Day | None], today: dt.date, ages: range
) -> tuple[dt.date | None, bool, str]:
    if _is_blank(cell):
        return None, False, ""
    day = read(cell)
    if day is None:
        return None, False, "born_unread"
    born, exact = day
    if born > today:
        return None, False, "born_future"
    if born > years_before(today, ages.start):
        return None, False, "born_young"
    if born <= years_before(today, ages.stop):
        return None, False, "born_old"
    return born, exact, ""


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip(" -.\u00a0")


def read_sexes(draft: Draft) -> list[bool | None]:
    """True for women, from words, ticks, or the column a year of birth stands in."""
    if draft.has(Field.SEX):
        return _sexes_by_word(draft)
    if draft.has(Field.WOMAN) or draft.has(Field.MAN):
        return _sexes_by_tick(draft, Field.WOMAN, Field.MAN, is_mark)
    return _sexes_by_tick(draft, Field.BORN_WOMAN, Field.BORN_MAN, lambda cell: not _is_blank(cell))


def _sexes_by_word(draft: Draft) -> list[bool | None]:
    """Words; a tick in such a column means a woman, and then an empty cell a man unless men are named."""
    cells = draft.cells(Field.SEX)
    memo = Memo(read_sex)
    sexes = [memo[cell] for cell in cells]
    unread = {cell for cell, sex in memo.items() if sex is None and not _is_blank(cell)}
    ticks = {cell for cell in unread if isinstance(cell, str) and is_mark(cell) and not cell.isdecimal()}
    if ticks and False not in memo.values():
        sexes = [True if cell in ticks else False if _is_blank(cell) else memo[cell] for cell in cells]
        unread -= ticks
    if unread:
        for i, cell in enumerate(cells):
            if cell in unread:
                draft.report(i, Field.SEX, "sex_unread")
    return sexes


def _sexes_by_tick(
    draft: Draft, for_woman: Field, for_man: Field, ticked: Callable[[Cell], bool | None]
) -> list[bool | None]:
    """Two columns, or one with the other sex left empty; a column without any tick tells nothing."""
    woman = _ticks(draft, for_woman, ticked)
    man = _ticks(draft, for_man, ticked)
    if not draft.has(for_man) and any(woman):
        return [bool(tick) for tick in woman]
    if not draft.has(for_woman) and any(man):
        return [not tick for tick in man]
    sexes = [None if w == m else bool(w) for w, m in zip(woman, man, strict=True)]
    for i, (w, m) in enumerate(zip(woman, man, strict=True)):
        if w and m and for_woman is Field.WOMAN:
            draft.report(i, for_woman, "sex_twice")
    return sexes


def _ticks(draft: Draft, field: Field, ticked: Callable[[Cell], bool | None]) -> list[bool]:
    memo = Memo(ticked)
    ticks = [memo[cell] for cell in draft.cells(field)]
    if None in memo.values():
        for i, tick in enumerate(ticks):
            if tick is None:
                draft.report(i, field, "sex_unread")
    return [bool(tick) for tick in ticks]


def read_joined(draft: Draft, born: list[dt.date | None]) -> list[dt.date | None]:
    """Days of joining the union, blanked where they cannot be."""
    cells = draft.cells(Field.JOINED)
    memo = Memo(draft.day_reader(Field.JOINED, cells))
    joined = [found[0] if (found := memo[cell]) else None for cell in cells]
    wrong = {cell: _joined_code(cell, found and found[0], draft.today) for cell, found in memo.items()}
    late = {cell for cell, code in wrong.items() if code}
    for i, (day, birth) in enumerate(zip(joined, born, strict=True)):
        if day and birth and day < birth:
            draft.report(i, Field.JOINED, "joined_early")
            joined[i] = None
        elif late and cells[i] in late:
            draft.report(i, Field.JOINED, wrong[cells[i]])
            joined[i] = None
    return joined


def _joined_code(cell: Cell, day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return "" if _is_blank(cell) else "joined_unread"
    return "joined_future" if day > today else ""

"""The same person twice in one list."""

from collections.abc import Hashable, Iterator, Sequence

from .draft import Draft
from .fields import Field
from .numbers import Numbers


def find_repeats(draft: Draft, names: list[str], numbers: Numbers, cards: list[str]) -> None:
    """Report the later row of each pair; the same paper, or the same name and day of birth, keeps it out."""
    for kind, field in ((numbers.national, Field.ID), (numbers.old, Field.OLD_ID), (numbers.passport, Field.PASSPORT)):
        for i, first in _pairs(draft, kind):
            own = field if draft.has(field) else Field.ID
            draft.report(i, own, "same_id", fatal=True, row=draft.body.numbers[first])
    _find_namesakes(draft, names, numbers)
    for i, first in _pairs(draft, cards):
        draft.report(i, Field.CARD, "same_card", row=draft.body.numbers[first])
        cards[i] = ""


def _find_namesakes(draft: Draft, names: list[str], numbers: Numbers) -> None:
    """Only where somebody has no national ID: two people who both have one are told apart by it."""
    if None not in numbers.national:
        return
    for i, first in _pairs(draft, list(zip(map(str.lower, names), numbers.born, strict=True))):
        if numbers.born[i] and not _differ(numbers, i, first):
            exact = numbers.exact[i] and numbers.exact[first]
            draft.report(i, _name_field(draft), "same_person", fatal=exact, row=draft.body.numbers[first])


def _pairs(draft: Draft, keys: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Later and first index of each key met again among the people still in."""
    distinct = set(keys)
    if len(distinct - {None, ""}) + keys.count(None) + keys.count("") == len(keys):
        return
    indexes = range(len(keys))
    firsts = dict(zip(reversed(keys), reversed(indexes), strict=True))
    again = [i for i, first in zip(indexes, map(firsts.__getitem__, keys), strict=True) if i != first and keys[i]]
    seen = {key: first for key in {keys[i] for i in again} if (first := firsts[key]) not in draft.out}
    for i in again:
        if i not in draft.out and seen.setdefault(keys[i], i) != i:
            yield i, seen[keys[i]]


def _differ(numbers: Numbers, i: int, j: int) -> bool:
    """Whether two namesakes of one birth have different papers."""
    kinds = (numbers.national, numbers.old, numbers.passport)
    return any(kind[i] and kind[j] and kind[i] != kind[j] for kind in kinds)


def _name_field(draft: Draft) -> Field:
    return Field.NAME if draft.has(Field.NAME) else Field.GIVEN

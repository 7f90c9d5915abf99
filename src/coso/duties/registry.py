"""Kinds of duties, declared by the rooms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet

from coso.access.models import Account
from coso.access.permissions import by_key
from coso.access.terms import Bilingual

Key = tuple[str, UUID, UUID]


@dataclass(frozen=True)
class DutyKind(Bilingual):
    """A kind of duty: its words, the permission that lets one do it, the page where it is done.

    `expected` gives (kind, subject, owing unit) of every duty that should be open; `doctor` compares. `hidden` gives
    the subjects of which somebody must see no duty, whatever posts are held; such duties are counted in no figure.
    """

    key: str
    vi: str
    en: str
    permission: str
    url: str
    expected: Callable[[], Iterable[Key]]
    hidden: Callable[[Account], list[UUID]] | None = None


@dataclass(frozen=True)
class About:
    """How subjects of duties lead to the unit they are about; a subject that no room knows is itself a unit.

    `units` gives (subject, unit) for some subjects, `subjects` the keys of the subjects about some units. `words` tells
    apart what one unit has several of, as the round of a sheet. `kinds` are the duties whose subjects these are: where
    none of them is at hand, nothing is asked; without kinds it is always asked.
    """

    key: str
    units: Callable[[list[UUID]], Iterable[tuple[UUID, UUID]]]
    subjects: Callable[[QuerySet], QuerySet]
    words: Callable[[list[UUID]], Iterable[tuple[UUID, str]]] | None = None
    kinds: frozenset[str] = frozenset()

    def concerned(self, duties: Iterable[tuple[str, UUID]]) -> list[UUID]:
        """The subjects among some duties (kind, subject) that may be these."""
        return [subject for kind, subject in duties if not self.kinds or kind in self.kinds]


@cache
def abouts() -> Mapping[str, About]:
    """What the rooms declare. Raises ValueError on a doubled key."""
    return by_key("duties", "ABOUT")


def units_about(duties: Sequence[tuple[str, UUID]]) -> dict[UUID, UUID]:
    """{subject: the unit that a duty about it is about} of duties (kind, subject), a query for each declaration."""
    found = {
        subject: unit
        for about in abouts().values()
        if (subjects := about.concerned(duties))
        for subject, unit in about.units(subjects)
    }
    return {subject: found.get(subject, subject) for _kind, subject in duties}


def words_about(duties: Sequence[tuple[str, UUID]]) -> dict[UUID, str]:
    """What tells the subjects of duties (kind, subject) apart, where their rooms say it; a query for each of these."""
    return {
        subject: text
        for about in abouts().values()
        if about.words and (subjects := about.concerned(duties))
        for subject, text in about.words(subjects)
    }


def about_units(units: QuerySet) -> Q:
    """The duties about some units: `units` is a query of their keys."""
    out = Q(subject__in=units)
    for about in abouts().values():
        out |= Q(subject__in=about.subjects(units))
    return out


def hidden_from(user: Account) -> list[UUID]:
    """The subjects of which somebody must see no duty."""
    return [subject for kind in duty_kinds().values() if kind.hidden for subject in kind.hidden(user)]


def of_no_figure() -> list[str]:
    """The kinds whose duties are hidden from some, and so counted for nobody."""
    return [key for key, kind in duty_kinds().items() if kind.hidden]


@cache
def duty_kinds() -> Mapping[str, DutyKind]:
    """Every kind of duty by key. Raises ValueError on a doubled key."""
    return by_key("duties", "DUTIES")

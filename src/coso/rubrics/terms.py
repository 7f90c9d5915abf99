"""Words that rubrics share: levels and denominators (read from data), strata, calendars."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from coso.access.terms import Term
from coso.register.kinds import sectors, strata
from coso.rubrics.grammar.model import RubricSpec

_DATA = yaml.safe_load((Path(__file__).parent / "terms.yaml").read_text())


@dataclass(frozen=True)
class Grade(Term):
    """A level: its title in a new rubric, its word in a narrow column, its colour, what lists on paper call it."""

    title: str
    short: str
    tone: str
    read: tuple[str, ...]
    good: bool = False


@dataclass(frozen=True)
class Denominator(Term):
    """What a share is counted over, with a shorter word for a table and the Vietnamese one within a sentence."""

    short: Term
    written: str


GRADES = {key: Grade(key, **{**row, "read": tuple(row["read"])}) for key, row in _DATA["grades"].items()}
BEST, GOOD = next(iter(GRADES)), "good"
GOOD_UP = [key for key, grade in GRADES.items() if grade.good]
DENOMINATORS = {
    key: Denominator(key, **{**row, "short": Term(key, **row["short"])}) for key, row in _DATA["denominators"].items()
}
ELIGIBLE = "eligible"

STATE, NON_STATE, OUTSIDE = "state", "non_state", "outside"
STRATA = tuple(strata())
TARGETED = tuple(key for key in STRATA if key != OUTSIDE)
_IN_RUBRICS = {OUTSIDE: "outside_both"}


def stratum_in_rubric(stratum: str) -> str:
    """What rubrics call a stratum: the third one has another key there."""
    return _IN_RUBRICS.get(stratum, stratum)


def stratum_of_rubric(name: str) -> str:
    """The stratum that a rubric names."""
    return next((key for key, other in _IN_RUBRICS.items() if other == name), name)


CALENDAR_YEAR = "calendar_year"

SCHOOL_YEAR = "school_year"
WITH_SCHOOLS = frozenset({"public_service", "non_public_service"})
CALENDARS = [(CALENDAR_YEAR, _("Calendar year")), (SCHOOL_YEAR, _("School year"))]


def sectors_of(grammar: RubricSpec, calendar: str) -> frozenset[str]:
    """The sectors that a rubric grades by a calendar. Those it has no variant for are told with the calendar year."""
    here = [sector for variant in grammar.variants if calendar in variant.calendars for sector in variant.applies_to]
    known = {sector for variant in grammar.variants for sector in variant.applies_to}
    return frozenset(here) | (frozenset(sectors()) - known if calendar == CALENDAR_YEAR else frozenset())

"""Words that rubrics share: calendars, strata, the level that counts as good."""

from django.utils.translation import gettext_lazy as _

from coso.register.kinds import sectors
from coso.rubrics.grammar.model import RubricSpec

STRATA = ("state", "non_state", "outside")
TARGETED = ("state", "non_state")
DENOMINATORS = ("all", "eligible", "graded")
GOOD = "good"
GRADES = {
    "excellent": _("Excellent"),
    GOOD: _("Good"),
    "done": _("Fair"),
    "not_done": _("Not fulfilled"),
}

CALENDAR_YEAR = "calendar_year"

SCHOOL_YEAR = "school_year"
CALENDARS = [(CALENDAR_YEAR, _("Calendar year")), (SCHOOL_YEAR, _("School year"))]


def sectors_of(grammar: RubricSpec, calendar: str) -> frozenset[str]:
    """The sectors that a rubric grades by a calendar. Those it has no variant for are told with the calendar year."""
    here = [sector for variant in grammar.variants if calendar in variant.calendars for sector in variant.applies_to]
    known = {sector for variant in grammar.variants for sector in variant.applies_to}
    return frozenset(here) | (frozenset(sectors()) - known if calendar == CALENDAR_YEAR else frozenset())

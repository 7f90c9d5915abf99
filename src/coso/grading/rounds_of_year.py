"""The rounds of a year and the unions of their sheets, placed on the tree of a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import FilteredRelation, Max, Q, QuerySet
from django.db.models.functions import Length, Substr

from coso.access.prepared import prepared
from coso.grading.models import Round, Sheet
from coso.lib import clock
from coso.lib.paths import LABEL, branch_end
from coso.register.models import Unit
from coso.register.reads import place_on


def rounds_of(year: int) -> list[Round]:
    """The rounds of a year, the first opened first."""
    return _rounds(year)


@prepared
def _rounds(year: int) -> QuerySet[Round]:
    return Round.objects.filter(year=year).select_related("rubric", "unit").order_by("opened", "id")


def standing_day(rounds: Iterable[Round]) -> dt.date:
    """The day on whose tree the unions of a year are placed: the first closing day of its rounds, today before that."""
    return min([*(round_.closing for round_ in rounds), clock.today()])


def placed(sheets: QuerySet[Sheet], day: dt.date) -> QuerySet[Sheet]:
    """The sheets with `managing`: the path of the unit above their union on a day, None where it had ended."""
    held = Q(unit__places__start__lte=day, unit__places__end__gt=day)
    joined = sheets.annotate(stands=FilteredRelation("unit__places", condition=held))
    return joined.annotate(managing=Substr("stands__path", 1, Length("stands__path") - LABEL))


def in_branch(sheets: QuerySet[Sheet], unit: Unit | None, day: dt.date, *, direct: bool = False) -> QuerySet[Sheet]:
    """The placed sheets of a branch as it stood on a day; of today's branch if it did not. `direct`: right under it."""
    if unit is None:
        return sheets
    place = place_on.first(unit.pk, day)
    if place is None:
        return sheets.filter(unit__path__gte=unit.path, unit__path__lt=branch_end(unit.path))
    return under(sheets, place.path, direct=direct)


def under(sheets: QuerySet[Sheet], top: str, *, direct: bool = False) -> QuerySet[Sheet]:
    """The placed sheets under a path of that day; `direct`: right under it."""
    chosen: dict[str, str] = {"stands__path__gte": top, "stands__path__lt": branch_end(top)}
    if direct:
        chosen = {"managing": top}
    return sheets.filter(**chosen)


def round_under_way(day: dt.date) -> Round | None:
    """The round that is worked on, else the newest that has begun, else the newest.

    Worked on is the first of those not published that have begun and have a step not yet past its last good day: who
    opens the next year early does not take this one from anybody's sight.
    """
    rounds = Round.objects.annotate(until=Max("steps__due"))
    begun = rounds.filter(start__lte=day)
    worked_on = begun.filter(published=None, until__gte=day).order_by("year", "opened", "id").first()
    newest = ("-year", "-opened", "id")
    return worked_on or begun.order_by(*newest).first() or rounds.order_by(*newest).first()

"""What is counted of duties."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet

from coso.duties.models import Duty
from coso.duties.registry import of_no_figure
from coso.indicators.register_figures import standing
from coso.indicators.registry import NONE, Figure, Indicator, Scope

ON_TIME = Q(done__isnull=False, done__lte=F("due"))


def owed(scope: Scope) -> QuerySet[Duty]:
    """The duties of the scope's unions that were due in the period; those no longer owed do not count."""
    return _ever(scope).filter(due__gte=scope.period.start, due__lte=scope.period.last)


def _ever(scope: Scope) -> QuerySet[Duty]:
    here = Duty.objects.filter(standing(scope), dropped_why="", opened__lte=scope.period.last)
    return here.filter(unit__places__base=F("unit")).exclude(kind__in=of_no_figure())


def on_time(scope: Scope) -> Iterator[Figure]:
    """Duties done by their day (the extended one counts) among those due; none arose where nothing fell due."""
    within = Q(due__gte=scope.period.start, due__lte=scope.period.last)
    good = Count("id", filter=within & ON_TIME)
    for base, n, done in _ever(scope).values_list("unit").annotate(n=Count("id", filter=within), good=good):
        yield Figure(base, done, n, records=n) if n else Figure(base, absent=NONE)


INDICATORS = [
    Indicator("duties.on_time_share", "share", "Việc làm đúng hạn", "Duties done in time", on_time, owed),
]

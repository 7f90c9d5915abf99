"""What is counted of legal advice: cases closed with an outcome."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet

from coso.advice.models import Advice
from coso.advice.services import KIND_OF_RECORD
from coso.indicators.register_figures import standing
from coso.indicators.registry import ZERO, Figure, Indicator, Scope


def closed_cases(scope: Scope) -> QuerySet[Advice]:
    """The cases that were closed in the period."""
    within = {"closed__gte": scope.period.start, "closed__lte": scope.period.last}
    return Advice.objects.filter(standing(scope), **within)


def counts(scope: Scope) -> Iterator[Figure]:
    """How many cases were closed with an outcome, by union."""
    for base, n in closed_cases(scope).values_list("unit__places__base").annotate(n=Count("pk")):
        yield Figure(base, n, records=n)


INDICATORS = [
    Indicator(
        key="legal.advice_cases",
        kind="count",
        vi="Vụ việc được tư vấn pháp luật có kết quả",
        en="Legal advice cases closed with an outcome",
        figures=counts,
        evidence=closed_cases,
        record=KIND_OF_RECORD,
        covered=ZERO,
    )
]

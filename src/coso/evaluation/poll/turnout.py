"""How many members answered: the one thing of a poll that is scored. What they answered never is."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from coso.evaluation.models import PaperCount, Poll, Slip
from coso.indicators.register_figures import standing
from coso.indicators.registry import MISSING, Figure, Scope


def closed_polls(scope: Scope) -> QuerySet[Poll]:
    """The polls of the scope's unions that were closed in the period.

    They are the evidence of the turnout: a ballot leaves no record that could be listed, so the poll stands for its
    ballots and says how many came by slip and how many by which minutes.
    """
    days = (scope.period.start, scope.period.last)
    return Poll.objects.filter(standing(scope, "sheet__unit"), closed__range=days)


def turnout(scope: Scope) -> Iterator[Figure]:
    """Answers by slip and on paper among the members of the first day; no figure where no poll was closed.

    More answers than members is no turnout: somebody answered twice, and the figure is missing.
    """
    by_union: dict[uuid.UUID, list[tuple[int, int]]] = defaultdict(list)
    used = Slip.objects.filter(poll=OuterRef("pk"), used=True).order_by().values("poll").annotate(n=Count("pk"))
    paper = PaperCount.objects.filter(poll=OuterRef("pk")).order_by().values("poll").annotate(n=Sum("ballots"))
    answers = Coalesce(Subquery(used.values("n")), 0) + Coalesce(Subquery(paper.values("n")), 0)
    rows = closed_polls(scope).annotate(answers=answers).values_list("sheet__unit_id", "answers", "members")
    for union, given, members in rows:
        by_union[union].append((given, members))
    for union, held in by_union.items():
        given, members = (sum(column) for column in zip(*held, strict=True))
        over = any(more > most for more, most in held)
        yield Figure(union, absent=MISSING) if over else Figure(union, given, members, records=len(held))

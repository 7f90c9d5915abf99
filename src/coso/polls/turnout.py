"""How many members answered: the one thing of a poll that is scored. What they answered never is."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from coso.ballots.models import CLOSED, NOTHING, PaperCount, RosterEntry
from coso.indicators.register_figures import standing
from coso.indicators.registry import MISSING, Figure, Scope
from coso.polls.models import Poll
from coso.polls.subjects import PollSubject


def closed_polls(about: type[PollSubject], scope: Scope) -> QuerySet[Poll]:
    """The polls about a kind of subject, of the scope's unions, that were closed in the period.

    They are the evidence of the turnout: a ballot leaves no record that could be listed, so the poll stands for its
    ballots and says how many came by slip and how many by which minutes.
    """
    days = (scope.period.start, scope.period.last)
    mine = Poll.objects.filter(standing(scope, "unit"), subject_kind=about.key)
    return mine.filter(ballot__state=CLOSED, ballot__closed__range=days)


def turnout(about: type[PollSubject], scope: Scope) -> Iterator[Figure]:
    """Answers by slip and on paper among the members of the first day; no figure where no poll was closed.

    More answers than signatures is no turnout: somebody answered twice, and the figure is missing.
    """
    by_union: dict[uuid.UUID, list[tuple[int, int, int]]] = defaultdict(list)
    paper = _of_ballot(PaperCount.objects.all(), Sum("ballots"))
    handed = _of_ballot(RosterEntry.objects.exclude(handed=NOTHING), Count("pk"))
    rows = closed_polls(about, scope).annotate(answers=F("ballot__used") + paper, handed=handed)
    for union, *numbers in rows.values_list("unit_id", "answers", "handed", "ballot__voters"):
        by_union[union].append(tuple(numbers))
    for union, held in by_union.items():
        given, _signed, members = (sum(column) for column in zip(*held, strict=True))
        over = any(more > signed for more, signed, _members in held)
        yield Figure(union, absent=MISSING) if over else Figure(union, given, members, records=len(held))


def _of_ballot(rows: QuerySet, total: Count | Sum) -> Coalesce:
    """The total over the rows of a poll's ballot; 0 where there are none."""
    mine = rows.filter(ballot=OuterRef("ballot")).order_by().values("ballot").annotate(n=total).values("n")
    return Coalesce(Subquery(mine), 0)

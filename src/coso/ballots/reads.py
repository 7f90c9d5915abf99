"""What may be read of ballots: the sums of closed ones, and who was handed what."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from coso.ballots.answers import Counts
from coso.ballots.models import CLOSED, CLOSING, NOTHING, OPEN, Ballot, PaperCount, RosterEntry, Tally
from coso.ballots.services.opening import can_be_opened
from coso.register.models import Person
from coso.register.querysets import PersonQuerySet


def _no_counts() -> Counts:
    return defaultdict(Counter)


@dataclass
class Sums:
    """The sums of a closed ballot: answers by slip and on paper, and how many voters were handed one of both."""

    ballot: Ballot
    handed: int = 0
    paper: int = 0
    by_slip: Counts = field(default_factory=_no_counts)
    on_paper: Counts = field(default_factory=_no_counts)

    @property
    def used(self) -> int:
        """How many slips were used."""
        return self.ballot.used or 0

    @property
    def over(self) -> bool:
        """Whether there are more answers than signatures, or more signatures than voters: somebody had two voices."""
        return self.used + self.paper > self.handed or self.handed > self.ballot.voters


def sums_of(ballots: Iterable[Ballot]) -> dict[uuid.UUID, Sums]:
    """The sums of the closed ones among some ballots, by ballot, in three queries."""
    out = {ballot.id: Sums(ballot) for ballot in ballots if ballot.state == CLOSED}
    handed = RosterEntry.objects.filter(ballot__in=list(out)).exclude(handed=NOTHING)
    for key, n in handed.order_by().values_list("ballot_id").annotate(n=Count("pk")):
        out[key].handed = n
    for paper in PaperCount.objects.filter(ballot__in=list(out)):
        out[paper.ballot_id].paper += paper.ballots
        for question, said in paper.counts.items():
            out[paper.ballot_id].on_paper[question].update(said)
    rows = Tally.objects.filter(ballot__in=list(out)).values_list("ballot_id", "question", "answer", "n")
    for key, question, answer, n in rows:
        out[key].by_slip[question][answer] = n
    return out


def lost_ballots() -> list[Ballot]:
    """The ballots under way whose boxes nobody can open any more."""
    under_way = Ballot.objects.filter(state__in=(OPEN, CLOSING)).select_related("unit").order_by("opened", "id")
    return [ballot for ballot in under_way if not can_be_opened(ballot)]


def roster(ballot: Ballot, *, left_only: bool = False) -> PersonQuerySet:
    """The people of a ballot's roster by name, or those who have signed for nothing yet.

    Whom the register has forgotten since is left out.
    """
    rows = RosterEntry.objects.filter(ballot=ballot)
    keys = (rows.filter(handed=NOTHING) if left_only else rows).values("person_id")
    people: PersonQuerySet = Person.objects.filter(pk__in=keys)
    return people.order_by("sort_key", "id")


def handed_to(ballot: Ballot, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What some people of a roster were handed."""
    rows = RosterEntry.objects.filter(ballot=ballot, person_id__in=list(people))
    return dict(rows.values_list("person_id", "handed"))

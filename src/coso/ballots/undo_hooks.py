"""What may be undone of a ballot: marks, and counts of paper without a result; not opening, printing or closing."""

from collections.abc import Callable, Iterator

from coso.access.journal import Blocker, bars_undo, held_all, on_undo
from coso.access.journal.undo import Snapshots, made_in
from coso.ballots.models import Ballot, PaperCount, RosterEntry
from coso.ballots.services.handing import has_result, require_in_bounds, require_result


@bars_undo
def ballots_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """A ballot taken up again after its result was seen would tell what the next one answers."""
    for key in snapshots.get(Ballot, {}):
        yield Blocker("ballots.ballot", key, None, for_good=True)


@bars_undo
def counts_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """Paper taken away from a result that was seen would tell what was on it, and the roster who signed for it."""
    for some in made_in(snapshots, PaperCount):
        for paper in PaperCount.objects.filter(pk__in=some).select_related("ballot"):
            if has_result(paper.ballot):
                yield Blocker("ballots.papercount", paper.pk, None, for_good=True)


@on_undo
def marks_stay_in_bounds(snapshots: Snapshots) -> Callable[[], None]:
    """Marks are not taken back below what was counted or answered, nor above what was printed. Raises RefusedError."""
    marked = RosterEntry.objects.filter(pk__in=list(snapshots.get(RosterEntry, {})))
    ballots = held_all(Ballot.objects.all(), set(marked.values_list("ballot", flat=True)))

    told = [ballot for ballot in ballots if has_result(ballot)]

    def follow() -> None:
        for ballot in ballots:
            require_in_bounds(ballot)
        for ballot in told:
            require_result(ballot)

    return follow

"""What may be undone of a ballot: counts of paper and marks of the roster; not its opening, printing or closing."""

from collections.abc import Callable, Iterator

from coso.access.journal import Blocker, bars_undo, held_all, on_undo
from coso.access.journal.undo import Snapshots
from coso.ballots.models import Ballot, RosterEntry
from coso.ballots.services.handing import require_in_bounds


@bars_undo
def ballots_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """A ballot taken up again after its result was seen would tell what the next one answers."""
    for key in snapshots.get(Ballot, {}):
        yield Blocker("ballots.ballot", key, None, for_good=True)


@on_undo
def marks_stay_in_bounds(snapshots: Snapshots) -> Callable[[], None]:
    """Marks are not taken back below what was counted in on paper, nor above what was printed. Raises RefusedError."""
    marked = RosterEntry.objects.filter(pk__in=list(snapshots.get(RosterEntry, {})))
    ballots = held_all(Ballot.objects.all(), set(marked.values_list("ballot", flat=True)))

    def follow() -> None:
        for ballot in ballots:
            require_in_bounds(ballot)

    return follow

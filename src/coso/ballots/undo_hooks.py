"""What may be undone of a ballot: counts of paper and marks of the roster; not its opening, printing or closing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Images
from coso.ballots.models import Ballot


@bars_undo
def ballots_stay(images: Images) -> Iterator[Blocker]:
    """A ballot taken up again after its result was seen would tell what the next one answers."""
    for key in images.get(Ballot, {}):
        yield Blocker("ballots.ballot", key, None, for_good=True)

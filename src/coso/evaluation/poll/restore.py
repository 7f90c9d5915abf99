"""What may be undone of a poll: counts of paper and meetings; not its opening, printing or closing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Images
from coso.evaluation.models import Poll


@bars_undo
def polls_stay(images: Images) -> Iterator[Blocker]:
    """A poll taken up again after its result was seen would tell what the next one answers."""
    for key in images.get(Poll, {}):
        yield Blocker("evaluation.poll", key, None, for_good=True)

"""What may be undone of a poll: counts of paper and meetings; not its opening, printing or closing."""

from collections.abc import Callable

from coso.access.journal import BlockedError, Blocker, on_restore
from coso.access.journal.undo import Images
from coso.evaluation.models import Poll


@on_restore
def polls_stay(images: Images) -> Callable[[], None]:
    """A poll taken up again after its result was seen would tell what the next one answers. Raises BlockedError."""
    if Poll in images:
        raise BlockedError([Blocker("evaluation.poll", key, None) for key in images[Poll]])
    return lambda: None

"""Every minute: finished actions are sealed."""

from coso.access.journal.seal import seal_finished


def seal() -> None:
    """Closes what is finished."""
    seal_finished()


TICKS = [seal]

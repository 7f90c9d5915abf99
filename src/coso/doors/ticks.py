"""Every minute: tries that no longer count and sessions that have ended are taken away."""

from coso.doors.services import purge
from coso.doors.sessions import end_sessions_without_post, forget_ended
from coso.lib import clock


def purge_buckets() -> None:
    """Takes away the tries that no longer count."""
    purge(clock.now())


TICKS = [purge_buckets, forget_ended, end_sessions_without_post]

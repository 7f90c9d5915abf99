"""Every minute: tries that no longer count and sessions that have ended are taken away."""

from django.utils.translation import gettext_lazy as _

from coso.doors.services import purge
from coso.doors.sessions import end_sessions_without_post, forget_ended
from coso.lib import clock


def purge_buckets() -> None:
    """Takes away the tries that no longer count."""
    purge(clock.now())


TICKS = [purge_buckets, forget_ended, end_sessions_without_post]
WORDS = {
    "doors.purge_buckets": _("Forget tries that no longer count"),
    "doors.forget_ended": _("Take away sessions that ended"),
    "doors.end_sessions_without_post": _("End sessions of accounts without a post"),
}

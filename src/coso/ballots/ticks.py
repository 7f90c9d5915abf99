"""Every minute: what a killed closing left is destroyed, and a log that somebody was reading is emptied."""

from django.utils.translation import gettext_lazy as _

from coso.ballots.key_files import sweep_keys
from coso.ballots.write_ahead_log import empty_if_asked


def tidy() -> None:
    """Finishes what closings began."""
    sweep_keys()
    empty_if_asked()


TICKS = [tidy]
WORDS = {
    "ballots.tidy": _("Finish what closings of ballots began"),
}

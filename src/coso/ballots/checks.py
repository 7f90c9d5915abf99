"""What the doctor looks at in the ballots."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.ballots.reads import lost_ballots
from coso.lib.dates import show_day


def _lost() -> Iterator[str]:
    """An open ballot whose private key is gone."""
    text = _("The poll of unit {unit}, opened on {day}, has no key here: its answers cannot be read. Open it anew.")
    for ballot in lost_ballots():
        yield text.format(unit=ballot.unit.code, day=show_day(ballot.opened))


CHECKS = [Check("ballots", _lost)]

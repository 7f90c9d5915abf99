"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coso.ballots.models import PAPER, SLIP

TABLES = {
    "ballots.ballot": _("Ballot"),
    "ballots.rosterentry": _("Roster of a ballot"),
    "ballots.papercount": _("Count of paper slips"),
}
FIELDS = {
    "ballots": _("Ballots"),
    "printed": _("Slips printed"),
    "handed": _("Handed out"),
    "voters": _("On the roster"),
}


def _handed() -> dict[str, Any]:
    return {SLIP: _("Slip"), PAPER: _("Paper ballot")}


TERMS = {"handed": _handed}

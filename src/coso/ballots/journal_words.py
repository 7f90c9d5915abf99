"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.ballots.models import CLOSED, CLOSING, LOST, OPEN, PAPER, SLIP

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


HANDED = {SLIP: _("Slip"), PAPER: _("Paper ballot")}
STATES = {
    OPEN: _("Open"),
    CLOSING: _("Being counted"),
    CLOSED: _("Closed"),
    LOST: _("Not countable: its key is lost"),
}
TERMS = {"ballots.rosterentry.handed": lambda: HANDED, "ballots.ballot.state": lambda: STATES}

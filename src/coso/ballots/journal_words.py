"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

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

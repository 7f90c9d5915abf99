"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.polls.permissions import RUN

TABLES = {
    "polls.poll": _("Member poll"),
    "polls.meeting": _("Meeting in place of a poll"),
}
FIELDS = {
    "members": _("Members"),
    "attended": _("Present"),
}
READERS = {"ballots.rosterentry": RUN}  # who signed for what is shown to those who see the roster

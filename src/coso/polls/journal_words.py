"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "polls.poll": _("Member poll"),
    "polls.meeting": _("Meeting in place of a poll"),
}
FIELDS = {
    "members": _("Members"),
    "attended": _("Present"),
}

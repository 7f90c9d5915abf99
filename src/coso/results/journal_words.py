"""Words for the journal: tables of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "results.reported": _("Level reported on paper"),
}

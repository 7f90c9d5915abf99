"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "indicators.recorded": _("Recorded figure"),
    "indicators.coverage": _("Kind of record kept"),
}
FIELDS = {
    "since": _("Kept since"),
}

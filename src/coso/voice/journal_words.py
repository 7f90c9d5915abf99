"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "voice.poster": _("Poster for concerns"),
    "voice.week": _("Week of a group"),
    "voice.carenote": _("Place that needs care"),
    "voice.generalanswer": _("Answer to everybody"),
}
FIELDS = {
    "place": _("Hangs at"),
    "week": _("Week from"),
    "confirmed": _("Confirmed on"),
}

"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.access.models import Account
from coso.register.managers import managed_paths
from coso.voice.words import SIZES

TABLES = {
    "voice.poster": _("Poster for concerns"),
    "voice.deskrule": _("Promise of a desk"),
    "voice.stoppage": _("Work stoppage"),
    "voice.week": _("Week of a group"),
    "voice.carenote": _("Place that needs care"),
    "voice.synthesis": _("Monthly synthesis"),
    "voice.generalanswer": _("Answer to everybody"),
}
FIELDS = {
    "week": _("Week from"),
    "month": _("Month"),
    "confirmed": _("Confirmed on"),
}

TERMS = {"voice.stoppage.size": lambda: SIZES}
TEXTS = ("settled",)
ABOUT = {table: at("unit") for table in TABLES}


def _hidden(user: Account) -> Q:
    """From who is a manager of a workplace today: that concerns were dealt with, what for, and weeks of groups."""
    if not managed_paths(user):
        return Q(pk__in=[])
    return (
        Q(verb__startswith="concern.")
        | Q(verb__startswith="care.")
        | Q(verb__startswith="stoppage.")
        | Q(verb__startswith="synthesis.")
        | Q(verb="week.confirm")
    )


HIDDEN = _hidden

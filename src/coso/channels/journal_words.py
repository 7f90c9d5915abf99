"""Words for the journal: tables of this ledger. Addresses are shown to nobody."""

from django.utils.translation import gettext_lazy as _

TABLES = {"channels.channellink": _("Linked channel")}
FIELDS = {"consent": _("Consent on")}

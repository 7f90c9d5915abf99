"""Words for the journal: tables and fields of this room."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.advice.words import OUTCOMES

TABLES = {"advice.advice": _("Case of legal advice")}
FIELDS = {"people": _("People advised")}
TERMS = {"advice.advice.outcome": lambda: OUTCOMES}
ABOUT = {table: at("unit") for table in TABLES}

"""Words for the journal: tables of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.members.transfer_reads import state_words

TABLES = {
    "members.transfer": _("Transfer"),
}
FIELDS = {
    "receiving_id": _("Union that takes in"),
}


def _states() -> dict[str, str]:
    return {state: text for state, (text, _tone) in state_words().items()}


ABOUT = {"members.transfer": at("releasing", "receiving")}
TERMS = {"members.transfer.state": _states}
UNITS = ("receiving_id",)

"""Every minute: people move, so a case may have to be settled by another union than before."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal import act
from coso.duties.models import Duty
from coso.members.identity_reads import owed_for_identities
from coso.members.services.duties import IDENTITY, settle_identity_duties


def keep_identities() -> None:
    """Opens and closes the duties to settle identities if today brought any; writes nothing otherwise."""
    stored = set(Duty.objects.still_open().filter(kind=IDENTITY).values_list("subject", flat=True))
    if stored != set(owed_for_identities()):
        with act(by=None, verb="duty.identities") as a:
            settle_identity_duties(a)


TICKS = [keep_identities]
WORDS = {
    "members.keep_identities": _("Hand over numbers to be settled"),
}

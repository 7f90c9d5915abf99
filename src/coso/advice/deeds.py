"""What is done in the register of advice."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.advice.permissions import KEEP
from coso.register.rights import own

DEEDS = [
    Deed("advice.log", _("Recorded legal advice"), KEEP, own),
    Deed("advice.close", _("Closed a case of legal advice"), KEEP, own),
]

"""What is done with duties: the system keeps those of seats."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed

DEEDS = [
    Deed("duty.seats", _("Opened or closed duties of seats")),
]

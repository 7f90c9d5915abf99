"""What is done with records and figures, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.register.rights import own

DEEDS = [
    Deed("coverage.set", _("Said since when a record is kept"), "units.change", own),
    Deed("figures.record", _("Kept the figures of the month")),
]

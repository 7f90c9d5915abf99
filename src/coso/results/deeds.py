"""What is done with results, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.register.rights import own

DEEDS = [
    Deed("results.import", _("Imported results known on paper"), "grading.decide", own),
]

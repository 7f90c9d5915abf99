"""What is done with papers, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.papers.permissions import ISSUE
from coso.register.rights import own

DEEDS = [
    Deed("document.issue", _("Issued a paper"), ISSUE, own),
    Deed("document.number", _("Gave a paper its number"), ISSUE, own),
    Deed("document.scan", _("Attached a signed copy"), ISSUE, own),
]

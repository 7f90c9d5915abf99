"""What is done while a made-up province is set up."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed

DEEDS = [
    Deed("demo.seed", _("Made up the demo")),
]

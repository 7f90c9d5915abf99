"""What is done with channels."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed

DEEDS = [
    Deed("channel.link", _("Linked a channel")),
    Deed("channel.unlink", _("Unlinked a channel")),
    Deed("channel.again", _("Sent a message again that had failed")),
]

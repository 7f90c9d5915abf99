"""Every minute: what waits in the outbox goes out, old numbers of deliveries are forgotten."""

from django.utils.translation import gettext_lazy as _

from coso.channels.services import deliver_some, forget_incoming


def deliver() -> None:
    """Sends what is due."""
    deliver_some()


TICKS = [deliver, forget_incoming]
WORDS = {
    "channels.deliver": _("Send what waits in the outbox"),
    "channels.forget_incoming": _("Forget numbers of old deliveries"),
}

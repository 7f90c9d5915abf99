"""Every minute: what a killed upload left behind is taken away."""

from django.utils.translation import gettext_lazy as _

from coso.papers.attachments.files import sweep_parts


def sweep() -> None:
    """Takes old temporary files away."""
    sweep_parts()


TICKS = [sweep]
WORDS = {
    "papers.sweep": _("Take away what broken uploads left"),
}

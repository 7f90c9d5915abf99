"""Every minute: what cannot be counted again is kept, once a month."""

from django.utils.translation import gettext_lazy as _

from coso.indicators.services import record_figures


def keep_figures() -> None:
    """Records this month's figures if that was not done yet."""
    record_figures()


TICKS = [keep_figures]
WORDS = {
    "indicators.keep_figures": _("Keep the figures of the month"),
}

"""Every minute: what cannot be counted again is kept, once a month."""

from coso.indicators.services import record_figures


def keep_figures() -> None:
    """Records this month's figures if that was not done yet."""
    record_figures()


TICKS = [keep_figures]

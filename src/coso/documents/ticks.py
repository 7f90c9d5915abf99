"""Every minute: what a killed upload left behind is taken away."""

from coso.documents.files import sweep_parts


def sweep() -> None:
    """Takes old temporary files away."""
    sweep_parts()


TICKS = [sweep]

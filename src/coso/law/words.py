"""Marks words for the catalogue of messages, which the ground band cannot read: the front translates them."""


def gettext_noop(text: str) -> str:
    """The text itself, to be translated where it is shown."""
    return text

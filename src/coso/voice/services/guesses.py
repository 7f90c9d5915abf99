"""Guessing at a receipt gets slower: by its first half, and by all receipts together. No address is looked at."""

from coso.doors.services import RECEIPT, attempt, succeeded
from coso.voice.receipts import FINDING


def seconds_to_wait(digits: str) -> int:
    """Counts a try at a receipt; the seconds to wait before it may be made, 0 if it may be made now."""
    return attempt(RECEIPT, digits[:FINDING], "")


def right_guess(digits: str) -> None:
    """Takes the try back: it was right."""
    succeeded(RECEIPT, digits[:FINDING], "")

"""Whole numbers as addresses, forms and files carry them: not every sign that Python takes for a digit is one."""

import re

_DIGITS = re.compile(r"[0-9]{1,9}")  # every database holds nine digits, and no count of ours has more


def whole(text: str) -> int:
    """A count, a year or a place of one to nine digits 0 to 9. Raises ValueError for "²", "٣", "-1", longer ones."""
    if not _DIGITS.fullmatch(text.strip()):
        raise ValueError(text[:20])
    return int(text)


def read_whole(text: str) -> int | None:
    """The same; None for what is no such number."""
    try:
        return whole(text)
    except ValueError:
        return None

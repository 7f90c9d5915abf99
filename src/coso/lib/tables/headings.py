"""Finding the row of headings in a list, and which column holds what."""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache

from coso.lib.text import fold

from .book import Row

_WITHIN = 30


@lru_cache(maxsize=1 << 12)
def heading_key(text: str) -> str:
    """A heading folded to bare words: "Số CCCD\\n(12 số)" → "so cccd 12 so"."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def find_headings(
    rows: Sequence[Row], words: Mapping[str, Sequence[str]], enough: Callable[[Set[str]], bool]
) -> tuple[int, dict[str, int]] | None:
    """The first row, from 1, whose headings name enough fields, and the column of each, from 0; None if no row does.

    `words` are the headings of each field; where a row has several of them, the one named first is taken.
    """
    for number, row in enumerate(rows[:_WITHIN], start=1):
        keys = [heading_key(str(cell)) for cell in row]
        named = {field: [key for key in map(heading_key, those) if key in keys] for field, those in words.items()}
        columns = {field: keys.index(those[0]) for field, those in named.items() if those}
        if enough(columns.keys()):
            return number, columns
    return None

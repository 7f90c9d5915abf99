"""What a message is judged by: its words and their neighbours, pieces of words, and the lists that its words are on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from coso.triage.reading import Word
from coso.triage.rules import holding
from coso.triage.word_lists import Hit, hits

Features = dict[str, str]  # feature → the words of the message that it stands for
PIECE = 4
# How much a feature of a sort may say against one of another: rules, lists, two lists together, words, pieces, length.
IMPORTANCE = {"r": 40, "l": 12, "m": 4, "w": 2, "t": 2, "c": 1, "n": 1}


def features(words: Sequence[Word], day: dt.date | None = None) -> Features:
    """The features of a message with the words that each was seen in; the first letter says of which sort one is."""
    found: Features = {}
    for name, said in _all(words, hits(words, day), day):
        found.setdefault(name, said)
    return found


def _all(words: Sequence[Word], found: Sequence[Hit], day: dt.date | None) -> Iterator[tuple[str, str]]:
    yield from _of_lists(found, day)
    said = [word for word in words if word.bare != ","]
    yield from _of_words(said)
    yield from _of_pieces(said)
    yield f"n:{min(len(words) // 6, 6)}", ""


def _of_lists(found: Sequence[Hit], day: dt.date | None) -> Iterator[tuple[str, str]]:
    """Lists, and two lists together where they bear on urgency."""
    seen: dict[str, Hit] = {}
    for hit in found:
        seen.setdefault(hit.key, hit)
    for hit in seen.values():
        yield f"l:{hit.key}", hit.written
    for rule, said in holding({key: hit.written for key, hit in seen.items()}, day).items():
        yield f"r:{rule}", said
    bearing = sorted(key for key, hit in seen.items() if hit.kind != "topic")
    for one, other in combinations(bearing, 2):
        yield f"m:{one}+{other}", f"{seen[one].written} … {seen[other].written}"


def _of_words(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    for word in words:
        yield f"w:{word.bare}", word.written
        if word.key != word.bare:
            yield f"t:{word.key}", word.written
    for one, other in pairwise(words):
        said = one.written if one.written == other.written else f"{one.written} {other.written}"
        yield f"w:{one.bare} {other.bare}", said
        if one.key != one.bare or other.key != other.bare:
            yield f"t:{one.key} {other.key}", said


def _of_pieces(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Four letters in a row, across the bounds of words: they survive a mistyped letter or a missing blank."""
    line = f" {' '.join(word.bare for word in words)} "
    for i in range(len(line) - PIECE + 1):
        yield f"c:{line[i : i + PIECE]}", line[i : i + PIECE].strip()

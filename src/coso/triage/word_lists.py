"""The dated word lists of `data/words.yaml`, and where their phrases stand in a message."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from coso.lib import clock
from coso.lib.text import fold
from coso.triage.reading import DATA, Word, key_of

GAP = r"(?: [^ .,?!]+){0,3}?"  # what ".." stands for: some words, within one clause


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a list in a message: the list, its kind (sign, quiet, topic), the words as they were written."""

    key: str
    kind: str
    written: str


@dataclass(frozen=True, slots=True)
class _List:
    key: str
    kind: str
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class _Phrase:
    of: _List
    pattern: re.Pattern[str]


@cache
def _phrases(strict: bool) -> dict[str, tuple[_Phrase, ...]]:
    """Every phrase under each word that it may begin with; strict: in a message that writes marks."""
    under: dict[str, list[_Phrase]] = defaultdict(list)
    for key, said in yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8")).items():
        of = _List(key, said["kind"], said["since"], said.get("until", dt.date.max))
        for words in said["words"]:
            for first in _forms(str(words).split()[0], strict):
                under[first].append(_Phrase(of, _pattern(str(words), strict)))
    return {first: tuple(phrases) for first, phrases in under.items()}


def _forms(choices: str, strict: bool) -> list[str]:
    """The keys that the choices of one word may stand under: with marks and, unless strict or after "=", without."""
    words = choices.split("|")
    bare = {fold(word) for word in words if not strict and not word.startswith("=")}
    return sorted(bare | {key_of(word.removeprefix("=")) for word in words})


def _pattern(words: str, strict: bool) -> re.Pattern[str]:
    parts = [
        GAP if word == ".." else f" (?:{'|'.join(map(re.escape, _forms(word, strict)))})" for word in words.split()
    ]
    return re.compile("".join(parts) + "(?= )")


def writes_marks(words: Sequence[Word]) -> bool:
    """Whether a message writes its marks throughout: then a word without them is one that has none."""
    spoken = [word for word in words if word.bare.isalpha()]
    return 2 * sum(word.key != word.bare for word in spoken) > len(spoken)


def hits(words: Sequence[Word], day: dt.date | None = None) -> list[Hit]:
    """Each list's first phrases in a message, in the order of the message, by the lists that hold on a day (today)."""
    day = day or clock.today()
    keys = "".join(f" {word.key}" for word in words) + " "
    return list(dict.fromkeys(_found(words, keys, day)))


def _found(words: Sequence[Word], keys: str, day: dt.date) -> Iterator[Hit]:
    under = _phrases(writes_marks(words))
    at = 0
    for i, word in enumerate(words):
        for phrase in under.get(word.key, ()):
            found = phrase.pattern.match(keys, at) if phrase.of.since <= day < phrase.of.until else None
            if found:
                yield Hit(phrase.of.key, phrase.of.kind, written(words[i : i + found.group().count(" ")]))
        at += len(word.key) + 1


def written(words: Sequence[Word]) -> str:
    """Words as their writer wrote them; a short form that stands for several words once."""
    said: list[str] = []
    for word in words:
        if not said or said[-1] != word.written:
            said.append(word.written)
    return " ".join(said)


@cache
def lists() -> dict[str, Any]:
    """The kind of each list by its key."""
    return {phrase.of.key: phrase.of.kind for phrases in _phrases(strict=False).values() for phrase in phrases}

"""Names of units as they are written out and shortened: words that find "LĐLĐ" where "liên đoàn lao động" is typed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from django.db.models import Q

from coso.lib.text import fold

_FILE = Path(__file__).parent / "data" / "abbreviations.yaml"
_BETWEEN = r"\W+"
Ways = Mapping[str, tuple[str, ...]]
Key = TypeVar("Key")


def _plain(text: str) -> str:
    """Folded, and without the signs between words: "GD&ĐT" → "gd dt"."""
    return " ".join(re.findall(r"\w+", fold(text)))


@cache
def _words() -> tuple[tuple[str, ...], ...]:
    """Each word of the list as its ways of writing, written out first, those with shortened parts last."""
    groups = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    listed = [tuple(map(_plain, ways)) for group in groups for ways in group["words"]]
    return tuple(tuple(dict.fromkeys((*ways, *_mixed(ways[0], listed)))) for ways in listed)


def _mixed(word: str, listed: Iterable[tuple[str, ...]]) -> list[str]:
    """A word written out, and with the words of the list inside it shortened: "công ty CP", "BV đa khoa"."""
    parts = [(f" {ways[0]} ", ways[1:]) for ways in listed if " " in ways[0] and ways[0] != word]
    found = [f" {word} "]
    for text in found:  # grows on the way
        mixed = [text.replace(part, f" {way} ") for part, ways in parts if part in text for way in ways]
        found += [each for each in mixed if each not in found]
    return [each.strip() for each in found]


@cache
def _ways() -> Ways:
    """What each way of writing may stand for, itself first."""
    found: dict[str, dict[str, None]] = {}
    for ways in _words():
        for way in ways:
            found.setdefault(way, {way: None}).update(dict.fromkeys(ways))
    return {way: tuple(others) for way, others in found.items()}


@cache
def _long() -> Ways:
    """What each way of writing stands for, written out, where it is one word only."""
    found: dict[str, set[str]] = {}
    for ways in _words():
        for way in ways:
            found.setdefault(way, set()).add(ways[0])
    return {way: tuple(longs) for way, longs in found.items() if len(longs) == 1}


@cache
def _known(of: Callable[[], Ways]) -> re.Pattern[str]:
    longest_first = sorted(of(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")


def _any_of(ways: Iterable[str]) -> str:
    return "|".join(_BETWEEN.join(way.split()) for way in ways)


def _pieces(words: str) -> Iterator[tuple[str, bool]]:
    """The words as patterns, in their order, and whether each is one of the list."""
    for n, piece in enumerate(_known(_ways).split(_plain(words))):
        if n % 2:
            yield f"(?:{_any_of(_ways()[piece])})", True
        elif piece.strip():
            yield _BETWEEN.join(piece.split()), False


def _pattern(words: str) -> str:
    """A pattern, of Python and of PostgreSQL, for folded names with the words in any way; empty if there is one way."""
    pieces = list(_pieces(words))
    if not any(listed for _text, listed in pieces):
        return ""
    # A short way is looked for as a word: "th" for "tiểu học" must not find every name with "Thanh".
    start, end = (edge if pieces[at][1] else "" for edge, at in ((r"(?:^|\W)", 0), (r"(?:\W|$)", -1)))
    return start + _BETWEEN.join(text for text, _listed in pieces) + end


def named(field: str, words: str) -> Q:
    """The rows whose folded name has the words as they are typed, or in another way that the list knows."""
    hit = Q(**{f"{field}__contains": fold(words)})
    pattern = _pattern(words)
    return hit | Q(**{f"{field}__regex": pattern}) if pattern else hit


def naming(words: str) -> Callable[[str], bool]:
    """Whether a folded name has the words, as `named` asks a table."""
    key, pattern = fold(words), _pattern(words)
    other = re.compile(pattern) if pattern else None
    return lambda name: key in name or bool(other and other.search(name))


def written_out(name: str) -> str:
    """The folded name, each way of writing that stands for one word only written out: names of one unit are equal."""
    return _known(_long).sub(lambda found: _long()[found[1]][0], _plain(name))


class ByName(Generic[Key]):
    """What stands under a name: under the very name, else under one that is the same written out."""

    def __init__(self, named: Iterable[tuple[str, Key]] = ()) -> None:
        self._exact: dict[str, list[Key]] = {}
        self._spelt: dict[str, list[Key]] = {}
        for name, key in named:
            self.add(name, key)

    def add(self, name: str, key: Key) -> None:
        """Puts something under a name."""
        self._exact.setdefault(fold(name), []).append(key)
        self._spelt.setdefault(written_out(name), []).append(key)

    def find(self, name: str) -> list[Key]:
        """All that stands under the name; nothing for an empty one."""
        return (self._exact.get(fold(name)) or self._spelt.get(written_out(name)) or []) if name.strip() else []

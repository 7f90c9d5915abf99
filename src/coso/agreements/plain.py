"""A text without marks and with short forms written out, each sign of it knowing where it stood in the original."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from coso.lib.text import fold

DATA = Path(__file__).parent / "data"
MOST = 400_000  # signs of a text that are read
_TOKEN = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\s+|.", re.DOTALL)
_SIGNS = str.maketrans("–—−‐‑％×“”‘’…∕", "-----%x\"\"''./")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oay|oe|oi|oo|ua|uay|uau|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|ye|yeu)"
    r"(?:ng|nh|ch|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """What is matched (`text`), and where each of its signs begins and ends in the original."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the plain text came from."""
        return (self.begins[start], self.ends[end - 1]) if start < end else (0, 0)


@cache
def short_forms() -> dict[str, str]:
    """Short forms in agreements and what they stand for."""
    said: dict[str, str] = yaml.safe_load((DATA / "short.yaml").read_text(encoding="utf-8"))["short"]
    return said


@cache
def _known() -> frozenset[str]:
    """Words that the word lists use: what a mistyped word may have been, or two written as one."""
    texts = ((DATA / name).read_text(encoding="utf-8") for name in ("kinds.yaml", "short.yaml"))
    return frozenset(w for text in texts for w in re.findall(r"[a-z]{3,}", text) if _SYLLABLE.fullmatch(w))


@lru_cache(maxsize=1 << 14)
def _meant(word: str) -> str:
    """The word a mistyped one was meant to be, where one sign too many, too few or two swapped explain it."""
    if len(word) < 5 or len(word) > 12 or not word.isascii() or _SYLLABLE.fullmatch(word):
        return word
    for i in range(2, len(word) - 1):
        if word[:i] in _known() and word[i:] in _known():
            return f"{word[:i]} {word[i:]}"
    tries = {word[:i] + word[i + 1 :] for i in range(len(word))}
    tries |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    tries |= {word[:i] + c + word[i:] for i in range(len(word) + 1) for c in "ghno"}
    found = sorted(tries & _known())
    return found[0] if len(found) == 1 else word


def _written_out(token: str, before: str) -> str:
    bare = fold(token)
    if before and before[-1].isdigit():
        return bare  # "28k", "5tr": the unit of a number
    return short_forms().get(bare) or _meant(bare)


def plain(text: str, start: int = 0, end: int | None = None) -> Plain:
    """A part of a text, plain."""
    parts: list[str] = []
    begins: list[int] = []
    last = ""
    end = len(text) if end is None else end
    for match in _TOKEN.finditer(text[start:end].translate(_SIGNS)):
        new = _new(match.group(), last)
        if new:
            parts.append(new)
            begins += _spread(start + match.start(), len(match.group()), len(new))
            last = new
    return Plain("".join(parts), tuple(begins), tuple(_ends(begins, end)))


def _new(token: str, last: str) -> str:
    if token.isspace():
        return "" if not last or last.endswith(" ") else " "
    return _written_out(token, last) if token[0].isalpha() else token


def _spread(start: int, old: int, new: int) -> list[int]:
    """Where each of the new signs of a token begins."""
    return [start + min(i, old - 1) if i < new - 1 or old <= new else start + new - 1 for i in range(new)]


def _ends(begins: list[int], end: int) -> list[int]:
    return [max(here + 1, after) for here, after in zip(begins, [*begins[1:], end], strict=True)]

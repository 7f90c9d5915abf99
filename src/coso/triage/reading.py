"""A message as words: marks in one order, short forms and dialect as the common words they stand for."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import yaml

from coso.lib.text import fold

DATA = Path(__file__).parent / "data"
MOST = 10_000  # signs of a message that are read
LONGEST_TYPED = 14  # letters of a syllable with all the keys of its marks

_TOKEN = re.compile(
    r"(?P<time>\d{1,2}\s?(?:h|g|giờ|gio)\s?\d{0,2}(?![\w]))"
    r"|(?P<day>\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?![\w]))"
    r"|(?P<money>\d[\d.,]*\s?(?:k|tr|triệu|trieu|nghìn|nghin|ngàn|ngan|đồng|củ|cành|xị)\d*(?![\w]))"
    r"|(?P<percent>\d[\d.,]*\s?%)"
    r"|(?P<number>\d[\d.,]*)"
    r"|(?P<word>[^\W\d_]{1,40}\d{0,9})"
    r"|(?P<stop>[.,!?;:\n…]+)"
    r"|(?P<sign>[^\w\s,'\"()\-/])"
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oay|oe|oi|oo|ua|uay|uau|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|ye|yeu)"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_SHAPES = "\u0306\u0302\u031b"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: without marks (`bare`), with its marks in one order (`key`), and as it was written."""

    bare: str
    key: str
    written: str


@lru_cache(maxsize=1 << 15)
def key_of(word: str) -> str:
    """The word with its marks behind it in one order, so that oà is òa.

    Hỏi and ngã, often taken for each other, are one. A word without marks is its own key.
    """
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d\u0302"))
    marks = sorted({"\u0309" if c == "\u0303" else c for c in parts if unicodedata.combining(c)})
    return fold(word) + "".join(marks)


@cache
def spellings() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What short forms stand for: in any message, and in one that writes marks."""
    lists = yaml.safe_load((DATA / "spellings.yaml").read_text(encoding="utf-8"))
    everywhere = {str(k): tuple(v.split()) for part in ("short", "dialect") for k, v in lists[part].items()}
    return everywhere, {str(k): tuple(v.split()) for k, v in lists["marked"].items()}


@cache
def _longest() -> int:
    return max(len(key.split()) for key in spellings()[0])


@cache
def small_words() -> frozenset[str]:
    """Words, with marks and without, that say nothing to a reader by themselves."""
    words = yaml.safe_load((DATA / "spellings.yaml").read_text(encoding="utf-8"))["small"]
    return frozenset({*words, *map(fold, words)})


def composed(text: str) -> str:
    """The beginning of a text in composed small letters, without signs of no width; a letter drawn out stands once."""
    text = text[:MOST].encode("utf-8", "replace").decode()
    text = unicodedata.normalize("NFC", text).lower().replace("ð", "đ")
    text = re.sub("[\u200b-\u200d\u2060\ufe0f\ufeff]", "", text)
    return re.sub(r"([^\W\d])\1{2,}", r"\1", text)


def words_of(text: str) -> list[Word]:
    """The words of a message; numbers are read as kinds: <time>, <day>, <money>, <percent>, <number>."""
    tokens = [(m.lastgroup or "", m.group().strip()) for m in _TOKEN.finditer(composed(text))]
    marked = any(not token.isascii() for kind, token in tokens if kind == "word")
    words: list[Word] = []
    at = 0
    while at < len(tokens):
        taken, read = _read(tokens, at, marked=marked)
        words += read
        at += taken
    return words


def _read(tokens: list[tuple[str, str]], at: int, *, marked: bool) -> tuple[int, list[Word]]:
    kind, token = tokens[at]
    everywhere, with_marks = spellings()
    for size in range(_longest(), 0, -1):
        written = " ".join(said for _, said in islice(tokens, at, at + size))
        meant = everywhere.get(written) or (with_marks.get(written) if marked else None)
        if meant:
            return size, [_word(part, written) for part in meant]
    if kind == "word":
        return 1, [_word(_untyped(token), token)]
    if kind in ("stop", "sign"):
        mark = token if kind == "sign" else next((mark for mark in "?!," if mark in token), ".")
        return 1, [Word(mark, mark, token)]
    return 1, [Word(f"<{kind}>", f"<{kind}>", token)]


@lru_cache(maxsize=1 << 15)
def _word(word: str, written: str) -> Word:
    return Word(fold(word), key_of(word), written)


@lru_cache(maxsize=1 << 15)
def _untyped(word: str) -> str:
    """A word in which the keys of an input method stayed ("luwowng", "nafo") as the syllable it was meant to be."""
    if not word.isascii() or len(word) > LONGEST_TYPED or _SYLLABLE.fullmatch(word):
        return word
    plain = re.sub(r"([aeo])\1", r"\1", word.replace("dd", "d")).replace("w", "")
    tries = [plain, *(plain[:i] + plain[i + 1 :] for i in range(1, len(plain)) if plain[i] in "sfrxj")]
    return next((each for each in tries if _SYLLABLE.fullmatch(each)), word)

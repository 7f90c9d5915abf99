"""Vietnamese text: folding for search, sort keys for names, names as they should be written."""

import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WEIGHT = {letter: chr(ord("A") + i) for i, letter in enumerate(_LETTERS)}
KEPT = 80  # letters: names and words come again; of what people write nothing stays in memory
_SHAPES = "\u0306\u0302\u031b"


def _fold_table() -> dict[int, str]:
    # Ð (U+00D0) is how some keyboards write Đ.
    table = {ord("đ"): "d", ord("Đ"): "d", ord("ð"): "d", ord("Ð"): "d"}
    for code in range(0x00C0, 0x1EFA):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            table[code] = base.lower()
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """The text in lower case, without marks, đ as d, blanks collapsed: "Nguyễn  Văn Ân" → "nguyen van an"."""
    return _folded(text) if len(text) <= KEPT else _folded.__wrapped__(text)


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    text = " ".join(text.lower().split()).translate(_FOLD)
    return text if text.isascii() else unicodedata.normalize("NFC", _strip_marks(text))


def _strip_marks(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


@lru_cache(maxsize=1 << 14)
def _word_key(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((p for p in parts if p in _TONES), "")
        letter = unicodedata.normalize("NFC", "".join(p for p in parts if p != tone or p in _SHAPES))
        letters.append(_WEIGHT.get(letter, letter if letter.isascii() else "z"))
        tones.append(_TONES[tone])
    return "".join(letters), "".join(tones)


def _part_key(words: list[str]) -> str:
    keys = [_word_key(word) for word in words]
    return " ".join(key for key, _ in keys) + "!" + "".join(tones for _, tones in keys)


def legible(text: str) -> str:
    """The text in composed letters without blanks around it; nothing where no sign can be seen (blanks, directions)."""
    said = unicodedata.normalize("NFC", text.strip())
    return said if any(unicodedata.category(sign)[0] not in "CZ" for sign in said) else ""


@lru_cache(maxsize=1 << 16)
def sort_key(name: str) -> str:
    """A key whose byte order is the Vietnamese order of names: tên, then đệm, then họ; letters before tones."""
    words = name.split()
    given, middle, family = words[-1:], words[1:-1], words[:1] if len(words) > 1 else []
    return " ".join(_part_key(part) for part in (given, middle, family))


def text_key(text: str) -> str:
    """A key whose byte order is the Vietnamese order of plain text, from its first word on."""
    return _part_key(text.split())


@lru_cache(maxsize=1 << 16)
def proper_name(name: str) -> str:
    """A person's name in composed letters, each word with one capital; mixed case is left as its owner wrote it."""
    name = unicodedata.normalize("NFC", " ".join(name.split())).replace("Ð", "Đ").replace("ð", "đ")
    if name.isupper() or name.islower():
        return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())
    return name

"""Vietnamese in the old fonts' codes: TCVN3 (.VnTime, .VnTimeH) and VNI (VNI-Times), told from Unicode and converted.

Tables: TCVN 5712:1993 in the order of the three-part set, and the VNI Windows code (letter, then a sign for the mark).
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from .book import Cell, Row

TCVN3, VNI = "TCVN3", "VNI"
_CODES = (
    "¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư¨ă©â®đªê«ô¬ơ\u00adưµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ"
    "×ìØỉÜĩÝíÞịßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ"
)
_TCVN3 = dict(zip(_CODES[::2], _CODES[1::2], strict=True))
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306"
_MARKS = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT, "ê": _BREVE}
_MARKS |= {"à": _HAT + _GRAVE, "á": _HAT + _ACUTE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT}
_MARKS |= {"è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT}
_VNI_PART = re.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(_MARKS)}{''.join(_MARKS).upper()}])|(.)", re.DOTALL)

_LATIN = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"
_WORD = re.compile(f"(?:[^\\W\\d_]|[{re.escape(''.join(key for key in _TCVN3 if not key.isalpha()))}])+")
_NUCLEI = (
    "a ai ao au ay âu ây ă â e eo ê êu i ia iê iêu iu o oa oai oao oay oă oe oeo oi oo ô ôi ơ ơi u ua uâ uây uê ui uô "
    "uôi uơ uy uya uyê uyu ư ưa ưi ươ ươi ươu ưu y yê yêu"
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?(?:"
    + "|".join(sorted(_NUCLEI.split(), key=len, reverse=True))
    + ")(?:ch|ng|nh|[cmnpt])?"
)
_PARTS = re.compile('[;,|\t\r\n"]+')
_HEAD = 20_000
_TONES = str.maketrans("", "", _GRAVE + _ACUTE + _HOOK + _TILDE + _DOT)


def convert(rows: list[Row]) -> tuple[list[Row], str]:
    """The rows with cells in old codes as Unicode, and which codes were met ("" if none).

    A cell that could be both is read as its row is, else as most of its column is.
    """
    kinds = [[_kind(cell) if isinstance(cell, str) and not cell.isascii() else "" for cell in row] for row in rows]
    met = Counter(kind for row in kinds for kind in row if kind)
    if not met[TCVN3] and not met[VNI]:
        return rows, ""
    width = max(map(len, kinds), default=0)
    columns = [_vote([row[at] for row in kinds if at < len(row)]) for at in range(width)]
    out: list[Row] = []
    for row, those in zip(rows, kinds, strict=True):
        own = _vote(those)
        around = [own or column for column in columns]
        out.append([_read(*each) for each in zip(row, those, around[: len(row)], strict=True)])
    return out, ", ".join(code for code in (TCVN3, VNI) if met[code])


def is_legacy(text: str) -> bool:
    """Whether most texts of a file that tell their code are in an old one."""
    met = Counter(_kind(part) for part in _PARTS.split(text[:_HEAD]) if not part.isascii())
    return met[TCVN3] + met[VNI] > met["Unicode"]


def _read(cell: Cell, kind: str, around: str) -> Cell:
    if not isinstance(cell, str) or cell.isascii() or kind == "Unicode":
        return cell
    code = kind if kind in (TCVN3, VNI) else around
    if code not in (TCVN3, VNI) or not (kind or _fits(cell, code)):
        return cell
    return _decoded(cell, code)


def _vote(kinds: list[str]) -> str:
    """The code of most cells that tell theirs."""
    met = Counter(filter(None, kinds))
    return met.most_common(1)[0][0] if met else ""


@lru_cache(maxsize=1 << 14)
def _kind(text: str) -> str:
    """The code a text is surely in, "Unicode" for letters only Unicode has, "" where that cannot be told."""
    if any(char > "\u017f" or char in "ĂăĐđĨĩŨũ" for char in text if char.isalpha()):
        return "Unicode"
    for code, tells in ((TCVN3, _tells_tcvn3), (VNI, _tells_vni)):
        if tells(text) and _fits(text, code):
            return code
    return ""


def _tells_tcvn3(text: str) -> bool:
    words = _WORD.findall(text)
    # Ð begins a word as another spelling of Đ; a sign alone is a sign.
    return any(c in _TCVN3 and c not in _LATIN for word in words if len(word) > 1 for c in word.lstrip("ÐÑñ"))


def _tells_vni(text: str) -> bool:
    return any(_VNI_TELL.search(word) for word in _WORD.findall(text))


_VNI_TELL = re.compile(
    "[ñÑöÖæÆîÎ].|[aAeE][âêÂÊ]|[aeouyôöAEOUYÔÖ][øûïåäëüØÛÏÅÄËÜ]|[aAeEoOôÔyY][ùõÙÕ]|[oO][âÂ]|[aAeE][àáãèéúÀÁÃÈÉÚ]"
)


def _fits(text: str, code: str) -> bool:
    """Whether every word that is not plain ASCII becomes a Vietnamese syllable."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return bool(words) and all(_is_syllable(_decoded(word, code)) for word in words)


def _is_syllable(word: str) -> bool:
    bare = unicodedata.normalize("NFD", word.lower())
    letters = unicodedata.normalize("NFC", bare.translate(_TONES))
    tones = sum(bare.count(chr(tone)) for tone in _TONES)
    return tones <= 1 and _SYLLABLE.fullmatch(letters) is not None


def _decoded(text: str, code: str) -> str:
    if code == VNI:
        return unicodedata.normalize("NFC", _VNI_PART.sub(_vni, text))
    plain = "".join(_TCVN3.get(char, char) for char in text)
    # The capital fonts have the codes of small letters.
    marked = [[c for c in word if c.isascii()] for word in _WORD.findall(text) if not word.isascii()]
    capital = not any(c.isascii() and c.islower() for c in text) and any(len(word) > 1 for word in marked)
    return plain.upper() if capital else plain


def _vni(found: re.Match[str]) -> str:
    if not found[1]:
        char = _ALONE.get(found[3].lower(), found[3])
        return char.upper() if found[3].isupper() else char
    base = _ALONE.get(found[1].lower(), found[1].lower()) + _MARKS[found[2].lower()]
    return base.upper() if found[1].isupper() else base

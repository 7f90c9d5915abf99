"""Names of colleagues in a text that goes up: shown as initials to whoever reads it above the desk of the workplace."""

import re
from collections.abc import Iterable

from coso.lib.text import fold

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
WORD = rf"[{UPPER}][^\W\d_]*"
CALLED = r"(?:anh|chị|ông|bà|chú|cô|bác|em|sếp|tổ trưởng|quản đốc|giám đốc|trưởng phòng|chuyền trưởng)"
AFTER_TITLE = re.compile(rf"(?i:\b{CALLED})\s+({WORD}(?:\s+{WORD}){{0,3}})")
SURNAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "cao",
        "dinh",
        "trinh",
        "luong",
        "mai",
        "dao",
        "lam",
        "ha",
    ]
)
FULL = re.compile(rf"\b{WORD}(?:\s+{WORD}){{1,3}}")


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with names as initials: what follows a title, what begins with a family name, and names that are known.

    A name typed without capitals is found only where it is known; the desk that hands up reads the text first.
    """
    text = AFTER_TITLE.sub(lambda found: found[0][: -len(found[1])] + initials(found[1]), text)
    text = FULL.sub(lambda found: initials(found[0]) if _is_name(found[0]) else found[0], text)
    for name in names:
        if len(name.split()) > 1:
            text = re.sub(re.escape(name), initials(name), text, flags=re.IGNORECASE)
    return text


def initials(name: str) -> str:
    """N.T.H. for Nguyễn Thị Hoa."""
    return "".join(f"{word[0].upper()}." for word in name.split())


def _is_name(words: str) -> bool:
    return fold(words.split()[0]) in SURNAMES

"""What a function is asked: names, kinds, defaults, and reading them as people type them."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from coso.law.answering import Given, WrongInputError
from coso.law.words import gettext_noop as _
from coso.lib.dates import read_day
from coso.lib.text import fold

_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,\s])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_BOTH = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)[.,]([0-9]+)")  # 37.500,5 or 37,500.5
_CURRENCY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ)$", re.IGNORECASE)
_YES = {"true", "1", "co", "yes", "y", "on", "dung"}
_NO = {"false", "0", "khong", "no", "n", "off", "sai", ""}
_APART = re.compile(r"[\s_,\-]+")
_LONGEST = 20
_UNREADABLE = {
    "count": _("“{name}” is a whole number, not “{text}”."),
    "money": _("“{name}” is an amount like 37500, not “{text}”."),
    "share": _("“{name}” is a share like 2/3 or 60 %, not “{text}”."),
    "day": _("“{name}” is a day like 22/11/2026, not “{text}”."),
    "yes": _("“{name}” is yes or no, not “{text}”."),
    "choice": _("“{name}” is one of {known}, not “{text}”."),
}


@dataclass(frozen=True)
class Choice:
    """One of the values of an argument; the words that say it, folded, beside its name."""

    name: str
    label: str
    words: str  # divided by |


@dataclass(frozen=True)
class Argument:
    """What is asked: label (English), kind (a key of _READERS), default (None: it has to be given)."""

    name: str
    label: str
    kind: str
    default: str | None = None
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()

    def read(self, text: str) -> Given:
        """The value of what was typed; an empty default is None. Raises WrongInputError."""
        text = text.strip()
        if not text and self.default is not None:
            text = self.default
            if not text:
                return False if self.kind == "yes" else None
        found = _READERS[self.kind](self, text)
        if found is None:
            known = ", ".join(each.name for each in self.choices)
            raise WrongInputError(_UNREADABLE[self.kind], name=self.name, text=text[:40], known=known)
        return found


def number(text: str) -> Fraction | None:
    """A number as people write it: 7.800.000, 7,800,000 đ, 37500, 37.500,5, 0,7; groups of three are thousands."""
    text = _CURRENCY.sub("", text.strip())
    if len(text) > _LONGEST:
        return None
    if both := _BOTH.fullmatch(text):
        return Fraction(f"{re.sub('[.,]', '', both[1])}.{both[3]}")
    if _GROUPED.fullmatch(text) and not text.startswith(("0.", "0,")):
        return Fraction(re.sub(r"\D", "", text))
    return Fraction(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def _money(_argument: Argument, text: str) -> Fraction | None:
    return number(text)


def _count(_argument: Argument, text: str) -> int | None:
    found = number(text)
    return int(found) if found is not None and found.denominator == 1 and found < 10**9 else None


def _share(_argument: Argument, text: str) -> Fraction | None:
    over = re.fullmatch(r"([0-9]{1,6})\s*/\s*([1-9][0-9]{0,5})", text)
    if over:
        found: Fraction | None = Fraction(int(over[1]), int(over[2]))
    elif text.endswith("%"):
        found = None if (held := number(text[:-1])) is None else held / 100
    else:
        found = number(text)
        found = found / 100 if found is not None and found > 1 else found
    return found if found is not None and found <= 1 else None


def _day(_argument: Argument, text: str) -> dt.date | None:
    found = read_day(text)
    return found if found is not None and dt.MINYEAR + 1 < found.year < dt.MAXYEAR - 100 else None


def _yes(_argument: Argument, text: str) -> bool | None:
    said = fold(text)
    return True if said in _YES else False if said in _NO else None


def _choice(argument: Argument, text: str) -> str | None:
    said = _plain(text)
    for each in argument.choices:
        if said in map(_plain, (each.name, *each.words.split("|"))):
            return each.name
    return None


def _plain(text: str) -> str:
    return _APART.sub(" ", fold(text))


_READERS = {"count": _count, "money": _money, "share": _share, "day": _day, "yes": _yes, "choice": _choice}


def read_all(arguments: tuple[Argument, ...], given: Mapping[str, str]) -> dict[str, Given]:
    """The values of everything asked. Raises WrongInputError for what is missing, unknown, doubled or unreadable."""
    given = _by_name(arguments, given)
    known = {each.name for each in arguments}
    if unknown := sorted(given.keys() - known):
        text = _("There is no “{name}”; known are {known}.")
        raise WrongInputError(text, name=unknown[0][:40], known=", ".join(each.name for each in arguments))
    missing = [each.name for each in arguments if each.default is None and not given.get(each.name, "").strip()]
    if missing:
        raise WrongInputError(_("“{name}” is missing."), name=missing[0])
    return {each.name: each.read(given.get(each.name, "")) for each in arguments}


def _by_name(arguments: tuple[Argument, ...], given: Mapping[str, str]) -> dict[str, str]:
    """What was given under the names of the arguments, where another name was used."""
    names = {alias: each.name for each in arguments for alias in each.aliases}
    found = {names.get(key, key): text for key, text in given.items()}
    if len(found) < len(given):
        raise WrongInputError(_("“{name}” is given twice."), name=next(iter(names.values())))
    return found

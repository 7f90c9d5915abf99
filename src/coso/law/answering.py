"""What a function of law reads and says: its numbers by the day, its steps, and what it does not know."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from coso.law import Gap, NotKnownError, Parameter, Value, parameter
from coso.law.words import gettext_noop as _
from coso.law.workdays import DayNotKnownError, YearNotFixedError

Given = int | Fraction | bool | str | dt.date | None
NOT_KNOWN = "chưa rõ"
_SURE = "PSMIO?"  # the surest first


@dataclass(frozen=True)
class Said:
    """A sentence, English and to be translated, and what stands in its places; or both languages from a data file."""

    text: str
    places: Mapping[str, Given] = field(default_factory=dict)
    vi: str = ""


class NotSaidError(LookupError):
    """The law gives no answer here: the sentence says why, the source where it leaves it open."""

    def __init__(self, reason: Said, source: str) -> None:
        super().__init__(reason.text)
        self.reason, self.source = reason, source


class WrongInputError(ValueError):
    """What was given makes no sense: the sentence says why."""

    def __init__(self, text: str, /, **places: Given) -> None:
        super().__init__(text)
        self.said = Said(text, places)


class Share(Fraction):
    """A part of a whole, which people read in per cent."""


class Law:
    """The law of a day, which remembers what was read from it and the steps that were taken."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self.read: list[tuple[Parameter, Value]] = []
        self.steps: list[Said] = []
        self.beside: list[tuple[str, str]] = []

    def number(self, key: str) -> Fraction:
        """The number of a parameter. Raises NotKnownError."""
        held = parameter(key)
        value = held.at(self.day)
        if (held, value) not in self.read:
            self.read.append((held, value))
        return value.number

    def whole(self, key: str) -> int:
        """The same, where it is a count."""
        return int(self.number(key))

    def reached(self, key: str, part: int, whole: int) -> bool:
        """Whether a part of a whole reaches a share: "trên" asks for more, otherwise the share itself will do."""
        asked, held = self.number(key), parameter(key)
        self.compare(part, whole, asked, held.strict)
        return held.reached(Fraction(part, whole), self.day)

    def compare(self, part: int, whole: int, asked: Fraction, strict: bool) -> None:
        """Adds the step that sets a part of a whole beside the share that is asked for."""
        least = math.floor(asked * whole) + 1 if strict else math.ceil(asked * whole)
        more = _("{part} of {whole}; more than {asked} of {whole} is at least {least}.")
        enough = _("{part} of {whole}; at least {asked} of {whole} is at least {least}.")
        self.say(more if strict else enough, part=part, whole=whole, asked=Share(asked), least=least)

    def say(self, text: str, /, **places: Given) -> None:
        """Adds a step."""
        self.steps.append(Said(text, places))

    def stands_in(self, status: str, *references: str) -> None:
        """Adds a source that is no parameter."""
        self.beside += [(each, status) for each in references]

    @property
    def source(self) -> str:
        """Where everything stands that was read, the articles first."""
        found = [each for held, value in self.read for each in (*held.references, *value.references)]
        return "; ".join(dict.fromkeys([*found, *(each for each, _status in self.beside)]))

    @property
    def status(self) -> str:
        """The status of what is least sure."""
        found = [value.status for _held, value in self.read] + [status for _each, status in self.beside]
        return max(found, key=_SURE.index, default="P")


@dataclass(frozen=True)
class Answer:
    """What a function says: its values (all None where it does not know, with the reason), steps, source, status."""

    values: Mapping[str, Given]
    steps: tuple[Said, ...]
    source: str
    status: str
    reason: Said | None = None


def answered(call: Callable[..., Mapping[str, Given]], keys: tuple[str, ...], law: Law, **given: Given) -> Answer:
    """Asks a function; what it does not know becomes an answer with the reason. Raises WrongInputError."""
    try:
        return Answer(call(law, **given), tuple(law.steps), law.source, law.status)
    except (NotKnownError, NotSaidError, YearNotFixedError, DayNotKnownError) as missing:
        reason, source = _why(missing)
        source = "; ".join(dict.fromkeys(each for each in (law.source, source) if each))
        return Answer(dict.fromkeys(keys), (), source, NOT_KNOWN, reason)


def _why(missing: LookupError) -> tuple[Said, str]:
    match missing:
        case NotSaidError():
            return missing.reason, missing.source
        case YearNotFixedError():
            return Said(
                _("The public holidays of {year} are not fixed or not in the data."), {"year": str(missing.year)}
            ), ""
        case DayNotKnownError():
            return Said(missing.en, vi=missing.vi), ""
        case NotKnownError(gap=None):
            held = missing.parameter
            places: dict[str, Given] = {"day": missing.day, "since": held.history[0].since}
            text = _("What held on {day} is not in the data, which begins on {since}.")
            return Said(text, places), "; ".join(held.references)
        case NotKnownError(gap=Gap() as gap, parameter=held):
            return Said(gap.en, vi=gap.vi), "; ".join(held.references)
    raise missing

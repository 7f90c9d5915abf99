"""What every transport offers, and how sending can fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class TemporaryError(Exception):
    """It did not go out now; trying again may help. Says why in a word for officers."""


class NotNowError(Exception):
    """It can go out only once something else has happened; waiting for that is no failed try. Says what."""


class PermanentError(Exception):
    """It will never go out like this. Says why in a word for officers."""


@dataclass(frozen=True)
class Event:
    """A delivery of a service: its number there, who wrote (their address), what."""

    number: str
    sender: str
    text: str


class Transport(Protocol):
    """A channel: whether it is registered here, and how a message goes out."""

    key: str
    windowed: bool

    def ready(self) -> bool:
        """Whether an administrator has registered it."""

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Sends a message. Raises TemporaryError, NotNowError, PermanentError."""


Headers = Mapping[str, str]


def parts(text: str, longest: int) -> list[str]:
    """A text in pieces that a service takes, cut between words where that can be."""
    out = []
    while len(text) > longest:
        at = text.rfind(" ", longest // 2, longest)
        at = at if at > 0 else longest
        out.append(text[:at])
        text = text[at:].lstrip()
    return [*out, text]

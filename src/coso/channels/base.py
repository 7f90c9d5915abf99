"""What every transport offers, and how sending can fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class TemporaryError(Exception):
    """It did not go out now; trying again may help. Says why in a word for officers."""


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
        """Sends a message. Raises TemporaryError, PermanentError."""


Headers = Mapping[str, str]

"""What an answer to a request comes to."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Outcome:
    """What an answer comes to: its words, and the tone and sign in which it is shown."""

    text: str | Promise
    tone: str = ""
    sign: str = ""

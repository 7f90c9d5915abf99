"""Kinds of duties, declared by the rooms."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.translation import get_language

from coso.access.permissions import by_key

Key = tuple[str, UUID, UUID]


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty: its words, the permission that lets one do it, the page where it is done.

    `expected` gives (kind, subject, owing unit) of every duty that should be open; `doctor` compares.
    """

    key: str
    vi: str
    en: str
    permission: str
    url: str
    expected: Callable[[], Iterable[Key]]

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi


@cache
def duty_kinds() -> Mapping[str, DutyKind]:
    """Every kind of duty by key. Raises ValueError on a doubled key."""
    return by_key("duties", "DUTIES")

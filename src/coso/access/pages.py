"""What a room declares for the pages of others: entries of the main menu, and cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists
from django.utils.functional import Promise

from coso.access.permissions import by_key
from coso.access.requests import Request


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the main menu, shown to whoever has the permission; `key` names its address, `order` its place."""

    key: str
    icon: str
    text: str | Promise
    permission: str
    order: int


@dataclass(frozen=True)
class Card:
    """A card on a page of another room. `context` gives what its template shows, None where it has nothing to show."""

    key: str
    page: str
    order: int
    template: str
    context: Callable[[Request, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class SetupStep:
    """A first step of an empty installation: its words, the address where it is done, and what shows that it is."""

    key: str
    order: int
    title: str | Promise
    text: str | Promise
    verb: str | Promise
    address: str
    done: Callable[[], Exists]


@cache
def setup_steps() -> tuple[SetupStep, ...]:
    """The steps of all rooms in order. Raises ValueError on a doubled key."""
    return tuple(sorted(by_key("setup_steps", "STEPS").values(), key=lambda step: step.order))


@cache
def menu() -> tuple[MenuEntry, ...]:
    """The entries of all rooms in order. Raises ValueError on a doubled key."""
    return tuple(sorted(by_key("menu", "MENU").values(), key=lambda entry: entry.order))


@cache
def cards_of(page: str) -> tuple[Card, ...]:
    """The cards of all rooms for a page, in order. Raises ValueError on a doubled key."""
    found = [card for card in by_key("cards", "CARDS").values() if card.page == page]
    return tuple(sorted(found, key=lambda card: card.order))

"""Names of permissions: each room declares its own, with the posts that grant them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.conf import settings

from coso.access.terms import Bilingual


@dataclass(frozen=True)
class Permission(Bilingual):
    """One thing that may be done or seen, in both languages, and the posts whose holders may, in their branch."""

    key: str
    vi: str
    en: str
    posts: frozenset[str]


def declared(part: str) -> Iterator[tuple[str, ModuleType]]:
    """The modules of that name that the rooms have, in the order of the rooms."""
    for room in settings.ROOMS:
        if find_spec(f"{room}.{part}"):
            yield room.rpartition(".")[2], import_module(f"{room}.{part}")


def by_key(part: str, name: str) -> dict[str, Any]:
    """What the rooms declare under a name in a part of theirs, by key. Raises ValueError on a doubled key."""
    out: dict[str, Any] = {}
    for _room, module in declared(part):
        said = getattr(module, name, ())
        for key, each in said.items() if isinstance(said, Mapping) else ((each.key, each) for each in said):
            if key in out:
                raise ValueError(key)
            out[key] = each
    return out


@cache
def permissions() -> Mapping[str, Permission]:
    """Every declared permission by key. Raises ValueError on a doubled key."""
    return by_key("permissions", "PERMISSIONS")

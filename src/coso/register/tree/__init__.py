"""The dated tree: units' own versions are the source, places are derived from them."""

from coso.register.tree.places import Place, TreeError, Version, change, places
from coso.register.tree.store import below, insert_places, new_places, rederive, resight, versions_of

__all__ = [
    "Place",
    "TreeError",
    "Version",
    "below",
    "change",
    "insert_places",
    "new_places",
    "places",
    "rederive",
    "resight",
    "versions_of",
]

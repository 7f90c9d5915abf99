"""What a change of the register does in other rooms: each may declare it in its `consequences.py`.

`follow(a, units)` after units were founded, moved, changed, ended, or an authorisation began or ended;
`follow_posts(a, units)` after seats were filled or left; `follow_counts(a, units)` after workers were counted;
`follow_moves(a, units)` after a movement was booked; `follow_matches(a, units)` after numbers on record were typed.
Each runs inside the open action, so that an undo takes it back too. `foresee(units)` tells, before a unit ends, what
of the room is concerned: (words, how many).
"""

import uuid
from collections.abc import Collection

from coso.access.journal import Act
from coso.access.permissions import declared

Units = Collection[uuid.UUID]


def _tell(hook: str, a: Act, units: Units) -> None:
    if units:
        for _room, module in declared("consequences"):
            if deed := getattr(module, hook, None):
                deed(a, units)


def follow(a: Act, units: Units) -> None:
    """The organisation changed for these units."""
    _tell("follow", a, units)


def follow_posts(a: Act, units: Units) -> None:
    """Somebody took or left a seat of these units."""
    _tell("follow_posts", a, units)


def follow_counts(a: Act, units: Units) -> None:
    """Workers of these units were counted."""
    _tell("follow_counts", a, units)


def follow_moves(a: Act, units: Units) -> None:
    """Somebody's joining, leaving or moving was booked in these units, not read from a list."""
    _tell("follow_moves", a, units)


def follow_matches(a: Act, units: Units) -> None:
    """Numbers of people on record were typed for these units, or records that share one were settled."""
    _tell("follow_matches", a, units)


def foresee(units: Units) -> list[tuple[str, int]]:
    """What other rooms hold of these units: (words, how many), nothing where there is none."""
    found: list[tuple[str, int]] = []
    for _room, module in declared("consequences"):
        if tell := getattr(module, "foresee", None):
            found += [(text, n) for text, n in tell(units) if n]
    return found

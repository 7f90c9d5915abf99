"""Where rubrics are in use: every room that grades by one declares its own uses (`uses.py`, `USES`)."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from coso.access.permissions import declared
from coso.rubrics.models import Rubric


@dataclass(frozen=True)
class Use:
    """One use of a rubric: its name and the address of its page."""

    rubric: uuid.UUID
    text: str
    address: str


Uses = Callable[[list[uuid.UUID]], Iterator[Use]]


def uses_of(rubrics: Iterable[Rubric]) -> Mapping[uuid.UUID, list[Use]]:
    """The uses of each rubric as the rooms declare them, with a query for each declaration."""
    keys, out = [rubric.pk for rubric in rubrics], defaultdict(list)
    for _room, module in declared("uses"):
        for find in getattr(module, "USES", ()):
            for use in find(keys):
                out[use.rubric].append(use)
    return out

"""Which union above settles what concerns two records or two unions: the lowest one above both."""

import uuid
from collections.abc import Iterable

from coso.lib import clock
from coso.lib.paths import LABEL, labels
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion

UPPER = "upper"
Paths = tuple[str | None, ...]


def owners_of(asked: Iterable[Paths]) -> dict[Paths, uuid.UUID]:
    """The lowest upper union above every path of a set, for each set; somebody without a place belongs to the root."""
    shared = {paths: _shared(paths) for paths in asked}
    tops = {path[:n] for path in shared.values() for n in range(LABEL, len(path) + 1, LABEL)}
    upper = [key for key, kind in kinds().items() if kind.level == UPPER]
    rows = UnitVersion.objects.on(clock.today()).filter(kind__in=upper, unit__path__in=tops)
    known = dict(rows.values_list("unit__path", "unit_id"))
    root = Unit.objects.order_by("path").values_list("id", flat=True).first()
    found = {paths: _lowest(path, known) or root for paths, path in shared.items()}
    return {paths: owner for paths, owner in found.items() if owner}


def _lowest(path: str, known: dict[str, uuid.UUID]) -> uuid.UUID | None:
    return next((known[path[:n]] for n in range(len(path), 0, -LABEL) if path[:n] in known), None)


def _shared(paths: Paths) -> str:
    out = []
    for each in zip(*(labels(path or "") for path in paths), strict=False):
        if len(set(each)) > 1:
            break
        out.append(each[0])
    return "".join(out)

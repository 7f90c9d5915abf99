"""Writing versions of units and deriving their places, for every service that changes the tree."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coso.access.journal import Act
from coso.access.refusals import Reason, RefusedError
from coso.lib.text import fold
from coso.register.kinds import kinds
from coso.register.models import UnitVersion
from coso.register.tree import Place, TreeError, Version, new_places, rederive

_SAY = {
    "left_over": gettext_noop("Something would be left under an ended unit on {day}: move or end it first."),
    "circle": gettext_noop("The unit would stand under itself on {day}."),
    "no_parent": gettext_noop("The upper unit does not exist on {day}."),
    "not_alive": gettext_noop("The unit does not exist on {day}."),
}


def check_spans(versions: list[Version], day: dt.date) -> None:
    """Raises RefusedError where a version would stand under a unit that may not hold its kind, or under none."""
    for version in versions:
        if version.end > day:
            above = UnitVersion.objects.on(max(version.start, day)).filter(unit=version.parent).first()
            allowed = kinds()[version.kind].parents
            if bool(allowed) != bool(above) or (above and above.kind not in allowed):
                raise RefusedError(Reason(_("A unit of this kind does not stand under that upper unit."), "parent"))


def write_versions(a: Act, old: list[Version], new: list[Version]) -> None:
    """Makes the versions of a unit so."""
    kept = {version.id for version in new}
    rows: dict[uuid.UUID, dict[str, Any] | None] = {version.id: None for version in old if version.id not in kept}
    rows.update({version.id: row_of(version) for version in new})
    a.write(UnitVersion, rows)


def row_of(version: Version) -> dict[str, Any]:
    """The columns of a version."""
    return {
        "unit_id": version.unit,
        "parent_id": version.parent,
        "name": version.name,
        "name_key": fold(version.name),
        "kind": version.kind,
        "sector": version.sector,
        "state": version.state,
        "start": version.start,
        "end": version.end,
    }


def derive(units: set[uuid.UUID], day: dt.date) -> None:
    """Places anew; a hole or a circle is told in words. Raises RefusedError."""
    try:
        rederive(units, day)
    except TreeError as wrong:
        raise refusal(wrong) from wrong


def found_places(versions: list[Version], labels: dict[uuid.UUID, str]) -> dict[uuid.UUID, list[Place]]:
    """Where many new units will stand under units of before, a tenth of the time of `derive`. Raises RefusedError."""
    try:
        return new_places(versions, labels)
    except TreeError as wrong:
        raise refusal(wrong) from wrong


def refusal(wrong: TreeError) -> RefusedError:
    """What a tree error means to a person."""
    version = UnitVersion.objects.filter(unit=wrong.unit).order_by("-start").first()
    text = _(_SAY[wrong.code]).format(day=f"{wrong.day:%d/%m/%Y}")
    return RefusedError(Reason(f"{version.name}: {text}" if version else text, "day"))

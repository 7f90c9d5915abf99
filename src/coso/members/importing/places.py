"""Where the people of a list belong: groups of a union, unions of a branch; groups not yet known are founded."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from coso.access.refusals import Reason, RefusedError
from coso.lib.keys import new_key
from coso.lib.paths import branch_end
from coso.lib.text import fold
from coso.register.abbreviations import ByName
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitPlace


class Places:
    """The unions within a unit on a day, their groups, and the groups that the list brings along.

    Raises RefusedError where there is no such unit on the day.
    """

    def __init__(self, unit: Unit, day: dt.date) -> None:
        self.unit, self.day = unit, day
        self.codes: dict[str, uuid.UUID] = {}
        self.names: ByName[uuid.UUID] = ByName()
        self.groups: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
        self.starts: dict[uuid.UUID, dt.date] = {}
        self.unions: dict[uuid.UUID, uuid.UUID] = {}
        self.fresh: dict[uuid.UUID, tuple[uuid.UUID, str]] = {}
        self.units: set[uuid.UUID] = {unit.id}
        self._load()
        self.only = self._only_union()
        self._in_group = unit.id in self.groups.values()
        self._seen: dict[tuple[str, str], uuid.UUID | None] = {}

    def _load(self) -> None:
        here = UnitPlace.objects.filter(start__lte=self.day, end__gt=self.day)
        own = here.filter(unit=self.unit).first()
        if own is None:
            raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))
        path = own.path
        branch = here.filter(path__gte=path, path__lt=branch_end(path)).order_by("path")
        columns = ("unit_id", "unit__code", "base", "version__name", "version__kind", "version__start")
        for key, code, base, name, kind, start in branch.values_list(*columns):
            self.units.add(key)
            self.starts[key] = start
            if base:
                self.unions[key] = base
            if kind == BASE:
                self.codes[fold(code)] = key
                self.names.add(name, key)
            elif base:
                self.groups.setdefault((base, group_key(name)), key)

    def _only_union(self) -> uuid.UUID | None:
        own = UnitPlace.objects.get(unit=self.unit, start__lte=self.day, end__gt=self.day)
        return own.base

    def find(self, union: str, group: str) -> uuid.UUID | None:
        """The lowest unit of a row: its group where it names one, else its union. None if the union is not known."""
        asked = (union, group)
        if asked not in self._seen:
            self._seen[asked] = self._find(union, group)
        return self._seen[asked]

    def _find(self, union: str, group: str) -> uuid.UUID | None:
        base = self.only or self._union(union)
        if base is None:
            return None
        if not group or self._in_group:
            return self.unit.id if self.only else base
        key = (base, group_key(group))
        if key not in self.groups:
            self.groups[key] = new_key()
            self.fresh[self.groups[key]] = (base, group)
            self.starts[self.groups[key]] = self.starts[base]
            self.unions[self.groups[key]] = base
        return self.groups[key]

    def _union(self, text: str) -> uuid.UUID | None:
        named = self.names.find(text)
        return self.codes.get(fold(text)) or (named[0] if len(named) == 1 else None)


def group_key(name: str) -> str:
    """A group's name to compare: "TỔ CHUYỀN 5" and "Chuyền 5" are one."""
    return fold(name).removeprefix("to cong doan ").removeprefix("to ")

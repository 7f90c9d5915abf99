"""The rows of an action as a reader may see them: each field before and after, in words."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal.reading import Written
from coso.access.journal.snapshots import Snapshot
from coso.access.models import Account
from coso.lib.dates import FOREVER, last_day, show_day
from coso.lib.points import show_points
from coso.register.models import Person
from coso.register.names import unit_names
from coso.web.journal_words import fields, named, tables, words_of

CONTACT = {"phone", "email"}


@dataclass(frozen=True)
class Cell:
    """A field that the action changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class JournalRow:
    """A row that the action made, changed or took away: its kind, what it is about, its changed fields."""

    table: str
    name: str
    cells: list[Cell]


def rows_of(written: Iterable[Written], user: Account, day: dt.date) -> list[JournalRow]:
    """What a reader is shown: phones only to whom the post shows them, numbers of identity papers to nobody."""
    found = list(written)
    names, hidden = _names(found, user, day), _hidden(found, user)
    return [
        JournalRow(
            str(tables()[each.model._meta.label_lower]),
            "" if "name" in hidden.get(each.key, ()) else _about(each, names),
            _cells(each, names, hidden.get(each.key, set())),
        )
        for each in found
    ]


def _hidden(found: list[Written], user: Account) -> dict[uuid.UUID, set[str]]:
    """What is not shown of each person: all of somebody out of sight, the phone where the post does not show it."""
    keys = {each.key for each in found if each.model is Person}
    people = Person.objects.filter(pk__in=keys)
    seen = set(people.visible_to(user, "people.see").values_list("id", flat=True))
    near = set(people.visible_to(user, "people.see_contact").values_list("id", flat=True))
    return {key: set(fields()) if key not in seen else CONTACT if key not in near else set() for key in keys}


def _names(found: list[Written], user: Account, day: dt.date) -> Mapping[Any, str]:
    """The names of the units that are named, and of the people whom the reader may see."""
    snapshots = [snapshot for each in found for snapshot in (each.before, each.after) if snapshot]
    units = {
        snapshot[name] for snapshot in snapshots for name in named("UNITS") if isinstance(snapshot.get(name), uuid.UUID)
    }
    people = {snapshot["person_id"] for snapshot in snapshots if snapshot.get("person_id")}
    seen = Person.objects.visible_to(user, "people.see").filter(pk__in=people)
    return unit_names(units, day) | dict(seen.values_list("id", "name"))


def _about(each: Written, names: Mapping[Any, str]) -> str:
    snapshot = each.after or each.before or {}
    known = (names.get(snapshot.get("person_id")), snapshot.get("name"), snapshot.get("code"), snapshot.get("title"))
    return next((text for text in (*known, names.get(snapshot.get("unit_id"))) if text), "")


def _cells(each: Written, names: Mapping[Any, str], hidden: set[str]) -> list[Cell]:
    before, after = each.before or {}, each.after or {}
    changed = [name for name in fields() if before.get(name) != after.get(name) and name not in hidden]
    table = each.model._meta.label_lower
    texts = {name: [_text(table, name, row, names) for row in (before, after)] for name in changed}
    cells = [Cell(str(fields()[name]), *both) for name, both in texts.items()]
    return [cell for cell in cells if cell.before or cell.after]


def _text(table: str, name: str, snapshot: Snapshot, names: Mapping[Any, str]) -> str:
    value = snapshot.get(name)
    if value in (None, ""):
        return ""
    if name in named("ENCRYPTED"):
        return _("stored encrypted")
    if isinstance(value, bool):
        return _yes_or_woman(name, value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, dt.date):
        return _day(value, end=name in named("ENDS"))
    if isinstance(value, uuid.UUID):
        return names.get(value, "")
    if name in named("POINTS"):
        return show_points(value, comma=True)
    words = words_of(table, name, snapshot)
    return str(value) if words is None else str(words.get(value, ""))


def _day(value: dt.date, *, end: bool) -> str:
    """A day; of the end of a row, its last day."""
    return _("until now") if value == FOREVER else show_day(last_day(value) if end else value)


def _yes_or_woman(name: str, value: bool) -> str:
    if name == "female":
        return _("Woman") if value else _("Man")
    return _("yes") if value else _("no")

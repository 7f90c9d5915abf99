"""What was done about a unit, also where it is entered under another: the rows that are about it lead to the actions.

What is told of such an action: when, what, who and why, and its rows about units in sight. Neither the other rows, nor
who wrote for a unit elsewhere in the tree.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from django.apps import apps
from django.db.models import Q, QuerySet

from coso.access.journal.touching import Where, actions_on, written_among
from coso.access.models import Account, Action, Journaled
from coso.access.permissions import by_key
from coso.lib.paths import within
from coso.register.models import Unit
from coso.register.visibility import reach

SEE = "journal.see"


@cache
def about_units() -> Mapping[str, Where]:
    """Which rows of a table are about some units, as the rooms declare it. Raises ValueError on a doubled table."""
    return by_key("journal_words", "ABOUT")


def deeds_about(unit: Unit) -> Q:
    """The actions entered under a unit, and those that wrote rows about it."""
    units = Unit.objects.filter(pk=unit.pk)
    rows = [(model, _rows(model, where(units)).values_list("pk", flat=True)) for model, where in _tables()]
    return Q(unit=unit.pk) | Q(pk__in=actions_on(rows))


def rows_in_sight(action: Action, user: Account) -> set[uuid.UUID]:
    """The keys of the rows of an action that are about units whose journal the reader sees."""
    units = Unit.objects.visible_to(user, SEE)
    tables = dict(_tables())

    def here(model: type[Journaled], keys: set[uuid.UUID]) -> set[uuid.UUID]:
        where = tables.get(model)
        return set(_rows(model, where(units)).filter(pk__in=keys).values_list("pk", flat=True)) if where else set()

    return written_among(action, here)


def told_units(user: Account, units: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some units that the reader may be told of: within the own branches, or above one."""
    paths = reach(user, SEE).paths
    found = Unit.objects.filter(pk__in=set(units)).values_list("pk", "path")
    return {key for key, path in found if any(within(path, own) or within(own, path) for own in paths)}


def _tables() -> list[tuple[type[Journaled], Callable[[QuerySet], Q]]]:
    return [(apps.get_model(table), where) for table, where in about_units().items()]


def _rows(model: type[Journaled], where: Q) -> QuerySet:
    rows: QuerySet = QuerySet(model)
    return rows.filter(where)

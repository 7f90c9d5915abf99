"""The places of many new units at once are those that are derived one unit after another."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import pytest

from coso.lib.keys import new_key
from coso.register.models import Unit, UnitPlace
from coso.register.tree import Place, TreeError, new_places, versions_of
from coso.register.tree.store import PLACE


def _groups():
    versions = versions_of(Unit.objects.exclude(path="").values_list("pk", flat=True))
    return [each for each in versions if each.kind == "group" and each.end.year == 9999]


def test_new_places_are_those_that_were_derived(tree):
    groups = [each for each in _groups() if len(versions_of([each.unit])) == 1]
    stored = defaultdict(list)
    for row in UnitPlace.objects.order_by("start").values_list(*PLACE):
        stored[row[0]].append(Place(*row))
    labels = dict(Unit.objects.values_list("pk", "label"))
    assert groups
    assert new_places(groups, labels) == {each.unit: stored[each.unit] for each in groups}


def test_a_new_unit_under_one_that_does_not_stand_is_refused(tree):
    group = _groups()[0]
    early = replace(group, id=new_key(), unit=new_key(), start=dt.date(1900, 1, 1))
    with pytest.raises(TreeError, match="no_parent"):
        new_places([early], {early.unit: "x"})

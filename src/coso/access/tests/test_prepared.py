"""A query that is built once finds what it would find built anew, and refuses to be built where it would not."""

import datetime as dt

import pytest

from coso.access.prepared import Prepared, prepared
from coso.register.models import Membership, Unit, UnitVersion
from coso.register.querysets import branches

D = dt.date


@prepared
def named(units, day):
    return UnitVersion.objects.on(day).filter(unit__in=units).order_by("unit").values_list("unit_id", "name")


@prepared
def within(path, day):
    here = branches("path", [path])
    return Unit.objects.filter(here, versions__start__lte=day, versions__end__gt=day).order_by("path")


def test_it_finds_the_rows_of_its_own_arguments(tree):
    for units in ([tree.garment.id], [tree.garment.id, tree.school.id, tree.ward.id]):
        for day in (D(2026, 11, 22), D(1990, 1, 1)):
            assert named(units, day) == list(named.build(units, day))


def test_rows_are_models_where_the_queryset_gives_models(tree):
    found = within(tree.ward.path, D(2026, 11, 22))
    assert found == list(within.build(tree.ward.path, D(2026, 11, 22)))
    assert tree.ward in found
    assert tree.province not in found


def test_the_sql_is_built_once_for_lists_of_about_one_length(tree, monkeypatch):
    asked = Prepared(named.build)
    built = []
    monkeypatch.setattr(asked, "build", lambda *args: built.append(args) or named.build(*args))
    monkeypatch.setattr(Prepared, "checked", False)
    units = [tree.garment.id, tree.school.id, tree.ward.id]
    assert asked(units, D(2026, 11, 22)) == asked([*units, tree.province.id], D(2026, 11, 22))[-3:] or built
    assert len(built) == 2  # with two sets of stand-ins


def test_an_empty_list_finds_nothing(tree):
    assert named([], D(2026, 11, 22)) == []


@pytest.mark.parametrize(
    ("build", "args", "why"),
    [
        (lambda day: Membership.objects.filter(start__lte=day + dt.timedelta(1)), [D(2026, 1, 1)], "a day that is no"),
        (lambda _user: Membership.objects.on(D(2026, 1, 1)), ["x"], "a day that is no argument"),
        (lambda name: UnitVersion.objects.filter(name_key__contains=name), ["an"], "another query"),
        (lambda n: Unit.objects.order_by("path")[:n], [3], "another query"),
        (lambda unit: Unit.objects.filter(pk=unit), [object()], "not built beforehand"),
    ],
)
def test_what_would_stay_that_of_the_first_call_is_refused(tree, build, args, why):
    with pytest.raises(TypeError, match=why):
        _named(build)(*args)


def _named(build):
    build.__name__ = "refused"
    return prepared(build)

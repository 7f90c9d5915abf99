"""The world of the tests is the one that the services make."""

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation

from coso.access.models import Account
from coso.lib.dates import DAY
from coso.register.models import Unit
from coso.register.testing.tree import Actors, Tree
from coso.testing import days, worlds
from coso.testing.worlds import put_back, replayed


def rows_after(build):
    """Every row of the database after a deed that is taken back."""
    with transaction.atomic():
        build()
        found = worlds._read()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(worlds, "KNOWN", {})


def make():
    tree = put_back("tree", Tree)
    return tree, put_back("actors", lambda: Actors(tree))


def test_what_is_put_back_is_what_was_built(db, fresh):
    assert rows_after(make) == rows_after(make)


def test_it_is_written_and_not_built_again(db, fresh, django_assert_max_num_queries):
    rows_after(make)
    with django_assert_max_num_queries(80):
        make()


def test_life_goes_on_in_it(db, fresh):
    rows_after(make)
    tree, actors = make()
    founded = Tree.found("CĐCS Mới", "grassroots", tree.ward)
    assert Unit.objects.visible_to(actors.hanh, "units.see").filter(pk=founded.pk).exists()


def test_in_another_world_it_is_built_anew(db, fresh):
    rows_after(make)
    Tree.found("LĐLĐ tỉnh khác", "province", None)
    tree, _actors = make()
    assert Unit.objects.count() == 9
    assert tree.province.path != "00001"


# ── a deed in the middle of a test ──

DONE = []


@replayed
def move_in(unit, name):
    """A union is founded below, and another of the same name taken away."""
    DONE.append(name)
    EmailAddress.objects.filter(email=name).delete()
    return Tree.found(name, "grassroots", unit)


@pytest.fixture
def kept(fresh, tree):
    DONE.clear()
    return tree


def test_a_deed_in_the_same_world_is_written_and_not_done_again(kept, actors):
    EmailAddress.objects.create(user=actors.nhung, email="CĐCS Mới")
    assert rows_after(lambda: move_in(kept.ward, "CĐCS Mới")) == rows_after(lambda: move_in(kept.ward, "CĐCS Mới"))
    assert move_in(kept.ward, "CĐCS Mới").path.startswith(kept.ward.path)
    assert DONE == ["CĐCS Mới"]
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("change", ["row", "argument", "language", "day"])
def test_a_deed_is_done_again_where_anything_differs(kept, actors, today, change):
    rows_after(lambda: move_in(kept.ward, "CĐCS Mới"))
    if change == "row":
        Account.objects.filter(pk=actors.nhung.pk).update(name="Khác")
    language, day = "en" if change == "language" else "vi", today + DAY if change == "day" else today
    with translation.override(language), days.on(day):
        move_in(kept.ward, "CĐCS Khác" if change == "argument" else "CĐCS Mới")
    assert len(DONE) == 2


def test_who_has_signed_in_makes_no_other_world(kept, actors, client):
    rows_after(lambda: move_in(kept.ward, "CĐCS Mới"))
    client.force_login(actors.nhung)
    move_in(kept.ward, "CĐCS Mới")
    assert len(DONE) == 1

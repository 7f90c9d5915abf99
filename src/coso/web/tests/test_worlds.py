"""The world of the tests is the one that the services make."""

import pytest
from django.db import transaction

from coso.conftest import Actors, Tree
from coso.register.models import Unit
from coso.testing import worlds
from coso.testing.worlds import put_back


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

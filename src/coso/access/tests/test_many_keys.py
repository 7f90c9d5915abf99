"""Many keys at once: found by their span, told apart by themselves."""

import uuid
from typing import Any

import pytest
from django.db import connection, models

from coso.access.journal import act, bulk, new_rows, undo
from coso.access.models import Change
from coso.lib.dates import FOREVER
from coso.lib.keys import key_of, new_digits, new_key, new_keys
from coso.register.models import Unit, UnitArea
from coso.register.testing.tree import START


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 3)


def areas(unit, count):
    return [[key, unit.id, f"Phường {n}", f"phuong {n}", START, FOREVER] for n, key in enumerate(new_keys(count))]


COLUMNS = ["id", "unit_id", "area", "area_key", "start", "end"]


def test_digits_become_the_key_they_were():
    key = new_key()
    assert key_of(key.hex) == key
    assert key_of("0" * 31 + "1") == uuid.UUID(int=1)


def test_few_keys_are_named_and_many_are_spanned(many):
    few, lots = list(new_keys(3)), list(new_keys(5))
    assert [part.children for part in bulk.covering("pk", few)] == [[("pk__in", few)]]
    assert list(bulk.covering("pk", lots)) == [models.Q(pk__gte=lots[0], pk__lte=lots[-1])]
    assert list(bulk.covering("pk", [])) == []
    assert bulk.span_of(lots[::-1]) == (lots[0], lots[-1])


def test_rows_made_ready_before_their_action_are_in_its_journal(tree):
    key = new_key()
    rows: list[Any] = [[*row, key] for row in areas(tree.ward, 5)]
    ready = list(bulk.ready(UnitArea, [*COLUMNS, "act"], rows))
    new = new_rows(key, UnitArea, [*COLUMNS, "act"], ready)
    assert not UnitArea.objects.exists()
    with act(by=None, verb="unit.change", key=key) as a:
        a.create_ready(new)
    assert Change.objects.get(action=key).n == 5
    undo(action=a.action, reason="x", by=None)
    assert not UnitArea.objects.exists()


def _waiting(unit):
    """Five rows made ready for an action to come, and put aside."""
    key = new_key()
    rows = bulk.ready(UnitArea, [*COLUMNS, "act"], [[*row, key] for row in areas(unit, 5)])
    new = new_rows(key, UnitArea, [*COLUMNS, "act"], list(rows))
    new.stage()
    return key, new


def _stands(table):
    with connection.cursor() as cursor:
        return table in {found.name for found in connection.introspection.get_table_list(cursor)} | _temporary(cursor)


def _temporary(cursor):
    if connection.vendor != "sqlite":
        return set()
    cursor.execute("SELECT name FROM sqlite_temp_master")
    return {name for (name,) in cursor.fetchall()}


def test_many_rows_wait_in_a_table_of_their_own_until_their_action(tree, many, django_capture_on_commit_callbacks):
    key, new = _waiting(tree.ward)
    assert new.rows == []
    assert _stands(new.staged.table)
    assert not UnitArea.objects.exists()
    with django_capture_on_commit_callbacks(execute=True), act(by=None, verb="unit.change", key=key) as a:
        a.create_ready(new)
    assert [row.area for row in UnitArea.objects.order_by("pk")] == [f"Phường {n}" for n in range(5)]
    assert not _stands(new.staged.table)
    undo(action=a.action, reason="x", by=None)
    assert not UnitArea.objects.exists()


def test_few_rows_do_not_wait(tree):
    _key, new = _waiting(tree.ward)
    assert (new.staged, len(new.rows)) == (None, 5)


def test_rows_that_waited_are_gone_with_an_action_that_failed(tree, many):
    key, new = _waiting(tree.ward)

    def fail():
        with act(by=None, verb="unit.change", key=key) as a:
            a.create_ready(new)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not UnitArea.objects.exists()
    assert not Change.objects.filter(action=key).exists()


@pytest.mark.parametrize("between", [False, True])
def test_an_undo_deletes_what_was_made_and_keeps_what_was_changed(tree, many, between):
    """A row only changed by the action may have a key between those it made."""
    first, *rest = areas(tree.ward, 7)
    kept = rest.pop(3) if between else first
    with act(by=None, verb="unit.change") as before:
        before.create(UnitArea, COLUMNS, [kept])
    with act(by=None, verb="unit.change") as a:
        a.create(UnitArea, COLUMNS, rest)
        a.write(UnitArea, {kept[0]: {"area": "Phường khác"}})
    undo(action=a.action, reason="x", by=None)
    assert [(row.pk, row.area) for row in UnitArea.objects.all()] == [(kept[0], kept[2])]
    assert Unit.objects.filter(pk=tree.ward.pk).exists()


def test_keys_by_digits_rise_like_keys():
    digits = list(new_digits(10))
    assert [key_of(each) for each in digits] == sorted(map(key_of, digits), key=lambda key: key.int)

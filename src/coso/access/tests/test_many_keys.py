"""Many keys at once: found by their span, told apart by themselves."""

import uuid
from typing import Any

import pytest
from django.db import models

from coso.access.journal import act, bulk, new_rows, undo
from coso.access.models import Change
from coso.conftest import START
from coso.lib.dates import FOREVER
from coso.lib.keys import key_of, new_digits, new_key, new_keys
from coso.register.models import Unit, UnitArea


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
        assert a.create_ready(new) == 5
    assert Change.objects.get(action=key).n == 5
    undo(action=a.action, reason="x", by=None)
    assert not UnitArea.objects.exists()


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

"""The door: what is written is remembered, sealed, and can be taken back."""

import datetime as dt

import pytest
from django.apps import apps

from coso.access.journal import BlockedError, act, blockers, undo
from coso.access.journal.seal import check_seals, newest_seal, seal_finished
from coso.access.journal.snapshots import open_page
from coso.access.models import Action, Change, Journaled, OutsideTheDoorError, ShutQuerySet
from coso.lib import clock
from coso.lib.keys import new_key, new_keys
from coso.register.models import Person, Workplace
from coso.testing.races import apart, at_once

LATER = dt.timedelta(seconds=5)


def write(values, key=None):
    key = key or new_key()
    with act(by=None, verb="test") as a:
        a.write(Workplace, {key: values})
    return key, a.action


def test_every_journaled_model_is_shut():
    models = [model for model in apps.get_models() if issubclass(model, Journaled)]
    assert len(models) > 10
    assert all(issubclass(model._default_manager._queryset_class, ShutQuerySet) for model in models)


@pytest.mark.django_db
def test_nothing_is_written_outside_an_action():
    rows = Workplace.objects
    doors = [Workplace(name="x").save, Workplace(name="x").delete, rows.create, rows.update, rows.all().delete]
    for door in doors:
        with pytest.raises(OutsideTheDoorError):
            door()


@pytest.mark.django_db
def test_a_change_keeps_the_image_before():
    key, _ = write({"name": "May Lam"})
    _, action = write({"name": "May Lam Trà"}, key)
    page = open_page(action.changes.get())
    assert page.snapshots[key]["name"] == "May Lam"


@pytest.mark.django_db
def test_what_does_not_differ_is_not_written():
    key, _ = write({"name": "May Lam"})
    _, action = write({"name": "May Lam"}, key)
    assert not action.changes.exists()


@pytest.mark.django_db
def test_an_undo_puts_back_what_was():
    key, _ = write({"name": "May Lam"})
    _, action = write({"name": "nhầm"}, key)
    undo(action=action, reason="nhầm", by=None)
    assert Workplace.objects.get(pk=key).name == "May Lam"
    assert Action.objects.get(pk=action.pk).undone_by


@pytest.mark.django_db
def test_an_undo_brings_back_what_was_deleted():
    key, _ = write({"name": "May Lam", "tax_code": "2900"})
    _, action = write(None, key)
    undo(action=action, reason="nhầm", by=None)
    assert Workplace.objects.get(pk=key).tax_code == "2900"


@pytest.mark.django_db
def test_an_undo_is_refused_when_somebody_wrote_since_and_names_the_action():
    key, first = write({"name": "May Lam"})
    _, second = write({"name": "May Trà"}, key)
    with pytest.raises(BlockedError) as told:
        undo(action=first, reason="nhầm", by=None)
    assert told.value.blockers[0].since == second.id
    assert Workplace.objects.get(pk=key).name == "May Trà"


@pytest.mark.django_db
def test_an_undo_is_refused_when_others_point_at_what_it_made(tree):
    founding = Action.objects.get(pk=tree.garment.act)
    assert "register.unitversion" in {blocker.table for blocker in blockers(founding)}


@pytest.mark.django_db
def test_the_same_action_is_not_undone_twice():
    _, action = write({"name": "May Lam"})
    undo(action=action, reason="x", by=None)
    with pytest.raises(BlockedError):
        undo(action=Action.objects.get(pk=action.pk), reason="x", by=None)


@pytest.mark.django_db
def test_an_action_that_fails_leaves_nothing():
    with pytest.raises(KeyError):
        write({"no such column": "x"})
    assert not Workplace.objects.exists()
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_national_ids_are_not_readable_in_the_journal(tree):
    from coso.register.services.people import add_member, correct_person

    values = {"name": "Lê Hoa", "national_id": "040190001234"}
    person = add_member(unit=tree.school, day=dt.date(2025, 1, 1), values=values, by=None)
    correct_person(person=person, values={"name": "Lê Thị Hoa"}, by=None)
    snapshots = [open_page(change).snapshots for change in Change.objects.filter(table="register.person")]
    assert any(snapshot and snapshot["id_cipher"] for page in snapshots for snapshot in page.values())
    assert "040190001234" not in repr(snapshots)
    assert Person.objects.get(pk=person.pk).id_cipher


@pytest.mark.django_db
def test_seals_chain_and_stay_quiet_while_nothing_is_touched():
    write({"name": "a"})
    seal_finished(clock.now() + LATER)
    write({"name": "b"})
    seal_finished(clock.now() + LATER)
    assert newest_seal().no == 2
    assert not list(check_seals())


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"reason": "khác"}, {"verb": "khác"}, {"actor": new_key()}])
def test_one_changed_byte_of_a_sealed_action_is_found(change):
    _, action = write({"name": "a"})
    seal_finished(clock.now() + LATER)
    Action.objects.filter(pk=action.pk).update(**change)
    assert [(finding.what, finding.action) for finding in check_seals()] == [("changed", str(action.id))]


@pytest.mark.django_db
def test_a_changed_body_is_found_and_a_lost_action_too():
    key, action = write({"name": "a"})
    write({"name": "b"}, key)
    seal_finished(clock.now() + LATER)
    Change.objects.filter(action=action).update(body=b"x")
    assert "changed" in {finding.what for finding in check_seals()}


@pytest.mark.django_db
def test_a_cut_off_tail_is_found_against_a_printed_seal():
    write({"name": "a"})
    seal_finished(clock.now() + LATER)
    write({"name": "b"})
    last = seal_finished(clock.now() + LATER)
    printed = (last.no, bytes(last.root).hex())
    assert not list(check_seals(printed))
    Change.objects.filter(action__seal=last).delete()
    Action.objects.filter(seal=last).delete()
    last.delete()
    assert [finding.what for finding in check_seals(printed)] == ["tail"]


@pytest.mark.django_db(transaction=True)
def test_rows_given_in_any_order_do_not_lock_one_another_out(tmp_path):
    keys = list(new_keys(1_500))
    with act(by=None, verb="test") as a:
        a.write(Workplace, {key: {"name": "Nơi"} for key in keys})

    def write(order, name):
        with act(by=None, verb="test") as a:
            a.write(Workplace, {key: {"name": name} for key in order})

    with apart(tmp_path):
        wrong = at_once(*[lambda n=n: write(keys[:: 1 - 2 * (n % 2)], f"Nơi {n}") for n in range(4)])
        assert wrong == [None] * 4
        assert len(set(Workplace.objects.values_list("name", flat=True))) == 1

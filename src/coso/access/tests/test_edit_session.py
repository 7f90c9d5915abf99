"""Half an hour of typing by one person on one thing is one action, with the first snapshot of each row."""

import datetime as dt

import pytest

from coso.access.journal import act, undo
from coso.access.journal.edit_session import SESSION_LENGTH, edit_session, end_edit_sessions
from coso.access.journal.reading import written_by
from coso.access.journal.seal import seal_finished
from coso.access.journal.snapshots import open_page
from coso.access.models import Account, Action
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.models import Workplace

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    key = new_key()
    with act(by=None, verb="test") as a:
        a.write(Workplace, {key: {"name": "May Lam"}})
    return Workplace.objects.get(pk=key)


def type_in(place, name, by=None):
    with edit_session(by=by, verb="typing", unit=None, subject=place) as a:
        a.write(Workplace, {place.pk: {"name": name}})
    return a.action


def name(place):
    return Workplace.objects.get(pk=place.pk).name


def test_what_is_typed_in_a_row_is_one_action_with_the_first_image(place):
    action = type_in(place, "May L")
    assert type_in(place, "May Lam T").pk == action.pk
    assert [page.snapshots[place.pk]["name"] for page in map(open_page, action.changes.all())] == ["May Lam"]


def test_undoing_it_puts_back_what_stood_before_the_first_key(place):
    type_in(place, "May L")
    undo(action=type_in(place, "May Lam T"), reason="nhầm", by=None)
    assert name(place) == "May Lam"


def test_another_person_begins_an_action_of_their_own(place):
    other = Account.objects.create(username="pho")
    assert type_in(place, "a").pk != type_in(place, "b", other).pk


@pytest.mark.parametrize("end", ["time", "sent", "sealed"])
def test_what_comes_after_its_end_is_another_action(place, end):
    action = type_in(place, "a")
    if end == "sent":
        end_edit_sessions(place)
    elif end == "sealed":
        seal_finished(clock.now() + SESSION_LENGTH + dt.timedelta(minutes=1))
    else:
        Action.objects.filter(pk=action.pk).update(until=clock.now())
    assert type_in(place, "b").pk != action.pk


def test_the_journal_tells_each_row_before_and_after(place):
    first, second = type_in(place, "a"), type_in(place, "b", Account.objects.create(username="pho"))
    [row] = written_by(first, 10)
    assert (row.key, row.before["name"], row.after["name"]) == (place.pk, "May Lam", "a")
    assert [row.after["name"] for row in written_by(second, 10)] == ["b"]


def test_the_journal_tells_of_a_row_that_was_made_and_one_that_is_gone(place):
    made = Action.objects.get(pk=place.act)
    assert [(row.before, row.after["name"]) for row in written_by(made, 10)] == [(None, "May Lam")]
    with act(by=None, verb="test") as a:
        a.write(Workplace, {place.pk: None})
    assert [(row.before["name"], row.after) for row in written_by(a.action, 10)] == [("May Lam", None)]


def test_the_journal_tells_no_more_rows_than_asked_for():
    with act(by=None, verb="test") as a:
        a.write(Workplace, {new_key(): {"name": str(n)} for n in range(5)})
    assert len(written_by(a.action, 3)) == 3

"""A member is away for a time and stays a member: states with days, on the list, in the filter, in the figures."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.journal import StaleError
from coso.indicators import register_figures
from coso.indicators.registry import Scope
from coso.lib.dates import DAY, FOREVER, Period
from coso.register import kinds
from coso.register.models import Membership, MembershipState
from coso.register.services.people import add_member, leave
from coso.register.services.states import begin_state, end_state, state_of
from coso.register.testing.claims import COMMITTEE, fields, who_may
from coso.register.testing.tree import START

FROM = dt.date(2026, 3, 1)


@pytest.fixture
def stay(tree, actors):
    person = add_member(unit=tree.garment, day=START, values={"name": "Lê Hoa"}, by=None)
    return Membership.objects.select_related("unit").get(person=person)


def begin(stay, day=FROM, state="maternity", **more):
    return begin_state(membership=stay, state=state, day=day, **{"by": None, **more})


def test_who_may(actors, stay):
    assert who_may(actors, lambda by: begin(stay, by=by)) == COMMITTEE
    row = begin(stay)
    assert who_may(actors, lambda by: end_state(state=row, day=FROM + DAY, by=by)) == COMMITTEE


@pytest.mark.parametrize("state", kinds.states())
def test_a_state_has_days_and_the_membership_goes_on(stay, state):
    row = begin(stay, state=state)
    assert state_of(stay.person_id, FROM - DAY) is None
    assert state_of(stay.person_id, FROM) == row
    end_state(state=row, day=FROM + 9 * DAY, by=None)
    assert state_of(stay.person_id, FROM + 9 * DAY) is None
    assert Membership.objects.get(pk=stay.pk).end == FOREVER


def test_refused(stay, today):
    assert fields(lambda: begin(stay, state="x")) == ["state"]
    assert fields(lambda: begin(stay, day=today + DAY)) == ["day"]
    assert fields(lambda: begin(stay, day=START - DAY)) == ["day"]
    assert fields(lambda: begin(stay, until=FROM)) == ["until"]
    row = begin(stay, until=FROM + 90 * DAY)
    assert fields(lambda: begin(stay, day=FROM + 89 * DAY, state="unpaid")) == ["day"]
    begin(stay, day=FROM + 90 * DAY, state="unpaid")
    assert fields(lambda: end_state(state=row, day=FROM, by=None)) == ["day"]


def test_a_stale_row_is_refused(stay):
    row = begin(stay)
    leave(membership=stay, day=FROM, closed="left_job", by=None)
    with pytest.raises(StaleError):
        end_state(state=row, day=FROM + DAY, by=None)
    assert fields(lambda: begin(stay, day=FROM + DAY)) == ["day"]


def test_leaving_ends_the_state(stay):
    begin(stay)
    leave(membership=stay, day=FROM + 5 * DAY, closed="left_job", by=None)
    assert MembershipState.objects.get().end == FROM + 5 * DAY


def test_whether_a_state_counts_is_data(tree, stay, monkeypatch):
    begin(stay)
    scope = Scope(tree.garment.path, Period.closed(FROM, FROM))
    before = register_figures.members(scope).count()
    away = {key: kinds.State(key, each.vi, each.en, counted=False, dues=False) for key, each in kinds.states().items()}
    monkeypatch.setattr(register_figures, "states", lambda: away)
    assert register_figures.members(scope).count() == before - 1


def opened(client, url):
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_pages_book_it_show_it_and_find_it(client, tree, actors, stay):
    client.force_login(actors.nhung)
    code = stay.person.code
    url = reverse("person_away", args=[code])
    data = {**opened(client, url), "state": "maternity", "day": "2026-03-01"}
    assert client.post(url, data).status_code == 302
    assert "Nghỉ thai sản" in client.get(reverse("person", args=[code])).content.decode()
    found = client.get(reverse("members") + "?tt=maternity&cot=state").content.decode()
    assert code in found
    assert "Nghỉ thai sản" in found
    assert code not in client.get(reverse("members") + "?tt=unpaid").content.decode()
    back = reverse("person_back", args=[code])
    assert client.post(back, {**opened(client, back), "day": "2026-09-01"}).status_code == 302
    assert client.get(back).status_code == 404

"""Adding, correcting, leaving, moving, coming back: each refusal stands at its field."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from coso.access.models import Action
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.register.models import Membership, Person
from coso.register.services.people import add_member, correct_person, leave
from coso.register.testing.tree import START

IDENTITY = "040190001234"


@pytest.fixture
def chair(client, actors):
    client.force_login(actors.nhung)
    return client


@pytest.fixture
def hoa(tree):
    values = {"name": "Lê Hoa", "female": True, "born": dt.date(1990, 5, 12), "phone": "0912345117"}
    return add_member(unit=tree.line5, day=START, values=values, by=None)


def post(client, address, person, /, **data):
    return client.post(reverse(address, args=[person.code]), data)


def said(hoa, **changes):
    start = {"name": hoa.name, "female": "nu", "born": "12/05/1990", "phone": hoa.phone, "seen": str(hoa.act)}
    return {**start, **changes}


def joining(tree, **values):
    today = clock.today().isoformat()
    return {"unit": tree.cutting.code, "kind": "joined", "day": today, "name": "NGÔ VĂN BA", **values}


def test_a_member_is_added_to_the_unit_of_the_address(chair, tree):
    form = chair.get(reverse("member_add"), {"dv": tree.cutting.code}).context["form"]
    assert form.initial["unit"] == tree.cutting.code
    numbers = {"born": "1991", "phone": "+84 912 345 678", "national_id": IDENTITY}
    answer = chair.post(reverse("member_add"), joining(tree, **numbers))
    person = Person.objects.get(name="Ngô Văn Ba")
    assert answer.url == reverse("person", args=[person.code])
    assert (person.home, person.phone, person.born_exact) == (tree.cutting, "0912345678", False)
    assert settings.KEYS.decrypt(bytes(person.id_cipher)) == IDENTITY


def test_a_national_id_on_record_is_not_given_to_another(chair, tree):
    add_member(unit=tree.stranger, day=START, values={"name": "Lê Xa", "national_id": IDENTITY}, by=None)
    answer = chair.post(reverse("member_add"), joining(tree, national_id=IDENTITY))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["national_id"]
    assert "Lê Xa" not in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("born", "31/02/1990"), ("phone", "12"), ("national_id", "123"), ("unit", "nowhere"), ("day", "2999-01-01")],
)
def test_what_is_wrong_stands_at_its_field(chair, tree, field, value):
    answer = chair.post(reverse("member_add"), joining(tree, **{field: value}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Person.objects.filter(name="Ngô Văn Ba").exists()


def test_nobody_is_added_to_a_strange_unit(chair, tree):
    assert chair.get(reverse("member_add"), {"dv": tree.stranger.code}).status_code == 404
    answer = chair.post(reverse("member_add"), joining(tree, unit=tree.stranger.code))
    assert list(answer.context["form"].errors) == ["unit"]


def test_only_what_differs_is_written(chair, hoa):
    post(chair, "person_correct", hoa, **said(hoa, phone="0987654321", reason="x"))
    hoa.refresh_from_db()
    assert (hoa.phone, hoa.born, hoa.female) == ("0987654321", dt.date(1990, 5, 12), True)
    assert Action.objects.get(verb="person.correct").reason == "x"


def test_a_page_opened_before_another_change_is_not_written(chair, hoa):
    stale = said(hoa, name="Lê Thị Hoa")
    correct_person(person=hoa, values={"phone": "0987654321"}, by=None)
    answer = post(chair, "person_correct", hoa, **stale)
    assert answer.status_code == 422
    assert Person.objects.get(pk=hoa.pk).name == "Lê Hoa"


def test_an_empty_national_id_keeps_the_one_on_file(chair, hoa):
    correct_person(person=hoa, values={"national_id": IDENTITY}, by=None)
    hoa.refresh_from_db()
    post(chair, "person_correct", hoa, **said(hoa, name="Lê Thị Hoa", national_id=""))
    hoa.refresh_from_db()
    assert hoa.name == "Lê Thị Hoa"
    assert settings.KEYS.decrypt(bytes(hoa.id_cipher)) == IDENTITY


def test_a_member_leaves_and_comes_back(chair, tree, hoa):
    post(chair, "person_leave", hoa, kind="left_job", day="2025-03-01")
    ended = Membership.objects.get(person=hoa)
    assert (ended.end, ended.closed) == (dt.date(2025, 3, 1), "left_job")
    post(chair, "person_join", hoa, unit=tree.cutting.code, kind="rejoined", day="2025-04-01")
    assert Membership.objects.get(person=hoa, end=FOREVER).unit == tree.cutting


@pytest.mark.parametrize("day", ["2023-01-01", "2999-01-01"])
def test_a_refused_day_stands_at_its_field(chair, hoa, day):
    answer = post(chair, "person_leave", hoa, kind="left_job", day=day)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])


def test_a_member_moves(chair, tree, hoa):
    post(chair, "person_move", hoa, unit=tree.cutting.code, day="2025-03-01")
    now = Membership.objects.get(person=hoa, end=FOREVER)
    assert (now.unit, now.previous.unit, now.opened) == (tree.cutting, tree.line5, "moved_in")


def test_nobody_is_moved_into_a_strange_union(chair, tree, hoa):
    answer = post(chair, "person_move", hoa, unit=tree.stranger.code, day="2025-03-01")
    assert list(answer.context["form"].errors) == ["unit"]


def test_whoever_has_left_cannot_leave_again(chair, hoa):
    leave(membership=hoa.memberships.get(), day=dt.date(2025, 3, 1), closed="left_job", by=None)
    assert post(chair, "person_leave", hoa, kind="left_job", day="2025-04-01").status_code == 404


@pytest.mark.parametrize("who", ["to", "kiem", "giay", "quan", "thay"])
@pytest.mark.parametrize("name", ["person_correct", "person_leave", "person_move", "person_join"])
def test_who_may_not_change_finds_no_form(client, actors, hoa, who, name):
    client.force_login(getattr(actors, who))
    assert client.get(reverse(name, args=[hoa.code])).status_code == 404
    assert post(client, name, hoa, name="x").status_code == 404


@pytest.fixture
def leader(client, actors):
    client.force_login(actors.lanh)
    return client


def test_the_details_of_somebody_who_left_are_erased_for_good(leader, hoa):
    leave(membership=hoa.memberships.get(), day=clock.today(), closed="left_job", by=None)
    assert reverse("person_erase", args=[hoa.code]) in leader.get(reverse("person", args=[hoa.code])).content.decode()
    answer = post(leader, "person_erase", hoa, reason="Đơn ngày 20/11/2026", sure="on")
    assert answer.url == reverse("person", args=[hoa.code])
    hoa.refresh_from_db()
    assert (hoa.phone, hoa.born, hoa.female) == ("", None, None)
    assert reverse("person_erase", args=[hoa.code]) not in leader.get(answer.url).content.decode()


def test_what_cannot_be_taken_back_has_a_red_button_and_no_promise_that_it_can(leader, hoa):
    page = leader.get(reverse("person_erase", args=[hoa.code])).content.decode()
    assert 'class="btn btn-danger"' in page
    assert "Không xoá gì" not in page


def test_a_member_is_not_erased_and_nothing_without_the_tick(leader, hoa):
    assert post(leader, "person_erase", hoa, reason="Đơn", sure="on").status_code == 422
    leave(membership=hoa.memberships.get(), day=clock.today(), closed="left_job", by=None)
    assert list(post(leader, "person_erase", hoa, reason="Đơn").context["form"].errors) == ["sure"]
    hoa.refresh_from_db()
    assert hoa.phone == "0912345117"


def test_only_the_leader_of_the_province_is_offered_to_erase(chair, hoa):
    leave(membership=hoa.memberships.get(), day=clock.today(), closed="left_job", by=None)
    assert "xoa-trang" not in chair.get(reverse("person", args=[hoa.code])).content.decode()
    assert post(chair, "person_erase", hoa, reason="Đơn", sure="on").status_code == 404


def test_the_page_that_erases_names_the_reasons_that_still_have_the_name(leader, hoa):
    why = f"Đơn của {hoa.name}"
    leave(membership=hoa.memberships.get(), day=clock.today(), closed="left_job", reason=why, by=None)
    text = leader.get(reverse("person_erase", args=[hoa.code])).content.decode()
    action = Action.objects.get(reason__contains=hoa.name)
    assert reverse("action", args=[action.pk]) in text
    assert why in text


def test_where_no_reason_has_the_name_the_page_that_erases_lists_none(leader, hoa):
    leave(membership=hoa.memberships.get(), day=clock.today(), closed="left_job", by=None)
    page = leader.get(reverse("person_erase", args=[hoa.code]))
    assert list(page.context["named"]) == []

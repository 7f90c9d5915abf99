"""Ways to rise, to shut somebody out or to make a page fail, tried by those who would gain by it."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.codes import find_code
from coso.access.deeds import has_right
from coso.access.journal import StaleError, act, undo
from coso.access.models import Account, Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.grading.models import Sheet
from coso.lib import clock
from coso.register.models import AccessRequest, Appointment, Membership, Person
from coso.register.services.accounts import give_code
from coso.register.services.nominations import confirm_nomination, nominate
from coso.register.services.people import add_member, join, leave, new_person
from coso.register.services.seats import appoint, end_appointment
from coso.register.services.units import end_unit

D = dt.date(2026, 1, 1)
LATER = dt.date(2026, 11, 1)


def afresh(account):
    """The account as the next request meets it."""
    return Account.objects.get(pk=account.pk)


def leaving(person, by, post=""):
    """The entry that ends a post of somebody."""
    held = Appointment.objects.select_related("seat__unit").filter(person=person, seat__post__contains=post).get()
    return end_appointment(appointment=held, day=LATER, reason="x", by=by).action


# ── a top post is given and taken by two, also through the journal ──


@pytest.fixture
def second_leader(tree, actors):
    """A leader beside the first, with an account."""
    with act(by=None, verb="test") as a:
        account = Account.objects.create(username="hai", name="Hai")
        person = Person.objects.get(pk=new_person(a, {"name": "Lê Văn Hai", "user_id": account.id}))
    appoint(person=person, unit=tree.province, post="provincial_leader", day=D, by=None)
    return person


def test_a_specialist_alone_does_not_put_a_leader_back_by_undoing_his_leave(tree, actors, second_leader):
    row = leaving(second_leader, actors.lanh)
    with pytest.raises(ForbiddenError):
        undo(action=row, reason="x", by=actors.chuyen)
    assert undo(action=row, reason="x", by=actors.lanh)


def test_a_specialist_alone_does_not_put_a_leader_out_by_undoing_his_confirmation(tree, actors):
    code = actors.people["kiem"].code
    row = nominate(code=code, unit=tree.province, post="provincial_leader", day=D, by=actors.chuyen)
    confirm_nomination(nomination=row, by=actors.lanh)
    given = Action.objects.get(verb="seat.confirm")
    with pytest.raises(ForbiddenError):
        undo(action=given, reason="x", by=actors.chuyen)
    assert undo(action=given, reason="x", by=afresh(actors.lanh))


# ── codes ──


def test_a_post_given_back_by_an_undo_voids_a_code_printed_meanwhile(tree, actors):
    chuyen = actors.people["chuyen"]
    appoint(person=chuyen, unit=tree.ward, post="managing_officer", day=D, by=None)
    row = leaving(chuyen, actors.lanh, "specialist")
    code = give_code(person=chuyen, by=actors.hanh)[1]
    assert find_code(code)
    undo(action=row, reason="x", by=actors.lanh)
    assert find_code(code) is None


def test_an_officer_does_not_take_the_account_from_who_holds_a_higher_post_elsewhere(tree, actors):
    with act(by=None, verb="test") as a:
        person = Person.objects.get(pk=new_person(a, {"name": "Lê Văn Hai"}))
    appoint(person=person, unit=tree.province, post="provincial_specialist", day=D, by=None)
    give_code(person=person, by=actors.lanh)
    opened = Action.objects.get(verb="account.code")
    appoint(person=person, unit=tree.ward, post="managing_officer", day=LATER, by=None)
    with pytest.raises(ForbiddenError):
        undo(action=opened, reason="x", by=actors.hanh)


# ── numbers that are no numbers ──


@pytest.mark.parametrize("text", ["²", "１２²", "٣", "9" * 17, "-1", ""])
def test_a_journal_from_an_odd_moment_on_is_a_page(text, client, tree, actors):
    client.force_login(actors.chuyen)
    assert client.get(reverse("journal"), {"truoc": text}).status_code == 200


@pytest.mark.parametrize("name", ["decide", "leave_ungraded", "extend_ticked"])
def test_a_year_without_a_round_is_no_fault(name, client, tree, actors, a_round):
    client.force_login(actors.chuyen)
    assert client.post(reverse(name, args=[1900]), {"why": "x"}).status_code in (200, 302, 404)


# ── links lead somewhere ──


@pytest.mark.parametrize(("who", "leads"), [("to", 0), ("nhung", 1), ("hanh", 2), ("chuyen", 3)])
def test_the_units_above_are_links_only_as_far_as_the_reader_sees(who, leads, client, tree, actors):
    client.force_login(getattr(actors, who))
    page = client.get(reverse("unit", args=[tree.line5.code])).content.decode()
    above = [(tree.province, "tree"), (tree.ward, "tree"), (tree.garment, "unit")]
    links = [unit for unit, name in above if f'href="{reverse(name, args=[unit.code])}"' in page]
    assert links == [unit for unit, _name in above][3 - leads :]
    assert tree.ward.versions.get().name in page


@pytest.mark.parametrize("what", [{}, {"what": "withdraw"}])
def test_the_administrator_who_sends_several_keys_gets_one_answer(what, client, tree, actors):
    client.force_login(actors.quan)
    for who in ("nhung", "hanh"):
        client.post(reverse("machine_access"), {"account": str(getattr(actors, who).pk)})
    keys = {"account": [actors.nhung.pk, actors.hanh.pk], "request": AccessRequest.objects.values_list("pk", flat=True)}
    answer = client.post(reverse("machine_access"), {**keys, **what})
    assert answer.status_code in (200, 302)


# ── signs that no database takes ──


@pytest.mark.parametrize(
    "address",
    [
        "/to-chuc/%00/",
        "/to-chuc/CD%00/bo-tri/",
        "/doan-vien/DV%00/",
        "/doan-vien/?dv=%00",
        "/doan-vien/?sau=%00",
        "/doan-vien/?q=%00&to=%00",
        "/nhat-ky/?dv=%00",
        "/danh-gia/2026/?dv=%00",
        "/danh-gia/2026/doi-chieu/?dv=%00",
        "/danh-gia/2026/bang-cham/?dv=%00&q=%00",
        "/danh-gia/2026/giay-to/%00/",
        "/to-chuc/tim-kiem?q=%00",
        "/to-chuc/?q=%00",
        "/phieu/%00/",
        "/ket-qua/%00/2026/",
        "/vao/?ma=%00",
        "/tai-khoan/login/?next=%00",
    ],
)
def test_a_nul_in_an_address_is_no_fault(address, client, tree, actors, a_round):
    client.force_login(actors.chuyen)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["machine_access", "council", "sheet_poll_print", "sheet_deed", "line_score", "nomination"]
)
def test_a_nul_in_a_form_is_no_fault(name, client, tree, actors, a_round):
    keys = {"machine_access": [], "council": [a_round.pk], "nomination": [a_round.pk]}
    sheet = Sheet.objects.get(unit=tree.garment)
    keys |= {"sheet_poll_print": [sheet.pk], "sheet_deed": [sheet.pk], "line_score": [sheet.lines.first().pk]}
    client.force_login(actors.quan if name == "machine_access" else actors.chuyen)
    fields = ("note", "why", "points", "account", "reason", "dv", "xem", "q", "text")
    answer = client.post(reverse(name, args=keys[name]), {**dict.fromkeys(fields, "\x00"), "what": "submit\x00"})
    assert answer.status_code < 500


@pytest.mark.django_db
def test_a_nul_in_a_cookie_is_no_fault(client):
    client.cookies["sessionid"] = "\0" + "a" * 31
    assert client.get("/").status_code == 404


def test_a_reason_with_a_nul_is_kept_without_it(client, tree, actors):
    row = leaving(actors.people["uy"], actors.hanh)
    client.force_login(actors.hanh)
    client.post(reverse("take_back", args=[row.pk]), {"reason": "nh\0ầm"})
    assert Action.objects.get(verb="action.undo").reason == "nhầm"


# ── units ──


def test_the_officer_of_the_heir_does_not_take_back_a_merger_of_the_province(tree, actors):
    end_unit(unit=tree.other_ward, day=LATER, heir=tree.ward, reason="QĐ 12", by=actors.lanh)
    row = Action.objects.get(verb="unit.merge")
    assert not has_right(afresh(actors.hanh), row)
    assert has_right(actors.lanh, row)


def test_a_post_of_one_is_not_given_back_beside_its_next_holder(tree, actors):
    row = leaving(actors.people["nhung"], actors.hanh)
    until = {"manner": "provisional", "until": dt.date(2027, 3, 1)}
    appoint(person=actors.people["uy"], unit=tree.garment, post="chair", day=LATER, by=actors.hanh, **until)
    with pytest.raises((RefusedError, StaleError)):
        undo(action=row, reason="x", by=actors.hanh)
    assert Appointment.objects.on(clock.today()).filter(seat__unit=tree.garment, seat__post="chair").count() == 1


def test_a_membership_does_not_go_on_over_a_later_one(tree, actors):
    hoa = add_member(unit=tree.garment, day=D, values={"name": "Lê Thị Hoa"}, by=None)
    mine = Membership.objects.filter(person=hoa)
    leave(membership=mine.get(), day=dt.date(2026, 6, 1), closed="left_job", by=actors.nhung)
    row = Action.objects.filter(verb="member.leave").latest("at")
    again = join(person=hoa, unit=tree.school, day=dt.date(2026, 7, 1), by=None)
    leave(membership=again, day=dt.date(2026, 9, 1), closed="left_job", by=None)
    with pytest.raises((RefusedError, StaleError)):
        undo(action=row, reason="x", by=actors.nhung)

"""A member goes from one union to another: asked for, let go, refused, settled; nobody learns of a stranger."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coso.access.journal import act, undo
from coso.access.refusals import RefusedError
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.members.models import Transfer
from coso.members.services.transfers import ask_for, let_go, step_transfer
from coso.register.models import Membership, MembershipState, NumberMatch, Person
from coso.register.services.people import add_member, leave
from coso.register.services.states import begin_state
from coso.register.testing.claims import COMMITTEE, OFFICERS, PROVINCE, fields, who_may
from coso.register.testing.tree import START

ID = "040190001234"
DAY = dt.date(2026, 6, 1)


@pytest.fixture
def hoa(tree, actors):
    values = {"name": "Lê Thị Hoa", "national_id": ID, "card": "4000001", "born": dt.date(1990, 5, 12)}
    return add_member(unit=tree.line5, day=START, values=values, by=None)


def stay(person):
    return Membership.objects.filter(person=person).order_by("-start").first()


def asked(tree, actors, **more):
    said = {"unit": tree.stranger, "number": ID, "name": "le thi hoa", "day": DAY, "by": actors.giay, **more}
    return ask_for(**said)


def offered(tree, actors, hoa, unit=None, **more):
    return let_go(membership=stay(hoa), unit=unit, day=DAY, reason="chuyển việc", by=actors.nhung, **more)


def step(transfer, deed, by, answer="vì sao", **more):
    return step_transfer(transfer=transfer, deed=deed, answer=answer, by=by, **more)


def duties(user, today):
    return {duty.kind for duty in owed_by(user, today)}


def where(person):
    row = stay(person)
    return row.unit_id, row.start, row.opened, row.end


# ── asking ──


def test_a_chair_asks_and_the_union_that_has_the_member_is_told(tree, actors, hoa, today):
    transfer = asked(tree, actors)
    assert (transfer.state, transfer.releasing, transfer.receiving) == ("asked", tree.garment, tree.stranger)
    assert "members.transfer" in duties(actors.nhung, today)
    assert "members.transfer" not in duties(actors.giay, today)
    step(transfer, "accept", actors.nhung)
    assert where(hoa) == (tree.stranger.id, DAY, "moved_in", FOREVER)
    assert stay(hoa).previous.closed == "moved_out"
    assert "members.transfer" not in duties(actors.nhung, today)
    assert not list(differences())


@pytest.mark.parametrize("number", [ID, "4000001"])
def test_a_number_of_a_paper_or_of_the_card_will_do(tree, actors, hoa, number):
    assert asked(tree, actors, number=number).person == hoa


@pytest.mark.parametrize("said", [{"name": "Lê Thị Lan"}, {"number": "040190009999"}, {"number": "4000009"}])
def test_number_and_name_must_be_of_one_record_and_the_answer_is_the_same(tree, actors, hoa, said):
    with pytest.raises(RefusedError) as told:
        asked(tree, actors, **said)
    with pytest.raises(RefusedError) as nobody:
        asked(tree, actors, number="040190008888", name="Không Ai")
    assert str(told.value) == str(nobody.value)


def test_who_may_ask(tree, actors, hoa):
    assert who_may(actors, lambda by: asked(tree, actors, by=by)) == PROVINCE | {"khach", "giay"}


def test_whoever_left_is_taken_in_at_once_and_a_dead_member_is_not(tree, actors, hoa):
    leave(membership=stay(hoa), day=dt.date(2026, 3, 1), closed="left_job", by=None)
    asked(tree, actors)
    assert where(hoa)[:3] == (tree.stranger.id, DAY, "rejoined")
    leave(membership=stay(hoa), day=dt.date(2026, 7, 1), closed="died", by=None)
    with pytest.raises(RefusedError):
        asked(tree, actors, unit=tree.garment, by=actors.nhung, day=dt.date(2026, 8, 1))


def test_a_refusal_has_a_reason_and_reaches_the_one_who_asked(tree, actors, hoa, today):
    transfer = asked(tree, actors)
    assert fields(lambda: step(transfer, "refuse", actors.nhung, answer=" ")) == ["answer"]
    step(transfer, "refuse", actors.nhung, answer="đang làm việc tại đây")
    assert "members.transfer_refused" in duties(actors.giay, today)
    step(transfer, "raise", actors.giay)
    assert "members.transfer_raised" in duties(actors.lanh, today)
    assert who_may(actors, lambda by: step(transfer, "settle", by)) == PROVINCE
    step(transfer, "settle", actors.chuyen)
    assert where(hoa)[0] == tree.stranger.id
    assert not list(differences())


def test_a_refusal_may_be_left_at_that(tree, actors, hoa, today):
    transfer = asked(tree, actors)
    step(transfer, "refuse", actors.nhung)
    step(transfer, "withdraw", actors.giay)
    assert not duties(actors.giay, today) & {"members.transfer_refused"}
    assert where(hoa)[0] == tree.line5.id
    assert asked(tree, actors)


# ── letting go ──


def test_a_member_let_go_to_a_union_stays_until_taken_in(tree, actors, hoa, today):
    transfer = offered(tree, actors, hoa, tree.stranger)
    assert stay(hoa).end == FOREVER
    assert "members.transfer" in duties(actors.giay, today)
    assert who_may(actors, lambda by: step(transfer, "accept", by)) == PROVINCE | {"khach", "giay"}
    step(transfer, "accept", actors.giay)
    assert where(hoa)[0] == tree.stranger.id


def test_the_receiving_union_chooses_the_group(tree, actors, hoa):
    values = {"name": "Cao Sơn", "national_id": "040190005555"}
    son = add_member(unit=tree.stranger, day=START, values=values, by=None)
    transfer = let_go(membership=stay(son), unit=tree.garment, day=DAY, by=actors.giay)
    assert fields(lambda: step(transfer, "accept", actors.lanh, unit=tree.school)) == ["unit"]
    step(transfer, "accept", actors.nhung, unit=tree.cutting)
    assert where(son)[0] == tree.cutting.id


def test_a_member_let_go_to_nobody_known_is_found_by_the_union_that_takes_them_in(tree, actors, hoa):
    transfer = offered(tree, actors, hoa)
    assert (stay(hoa).end, stay(hoa).closed) == (DAY, "moved_out")
    asked(tree, actors)
    assert where(hoa)[:3] == (tree.stranger.id, DAY, "moved_in")
    assert Transfer.objects.get(pk=transfer.pk).state == "done"
    assert not list(differences())


def test_letting_go_to_nobody_known_is_taken_back(tree, actors, hoa):
    transfer = offered(tree, actors, hoa)
    step(transfer, "withdraw", actors.nhung)
    assert where(hoa)[0] == tree.line5.id
    assert stay(hoa).end == FOREVER


def test_who_may_let_go(actors, hoa):
    assert who_may(actors, lambda by: let_go(membership=stay(hoa), unit=None, day=DAY, by=by)) == COMMITTEE


def test_inside_a_union_and_above_the_unions_there_is_no_transfer(tree, actors, hoa):
    assert fields(lambda: offered(tree, actors, hoa, tree.cutting)) == ["unit"]
    assert fields(lambda: offered(tree, actors, hoa, tree.ward)) == ["unit"]


# ── one at a time, in order ──


def test_one_transfer_of_a_person_is_under_way(tree, actors, hoa):
    transfer = asked(tree, actors)
    assert fields(lambda: offered(tree, actors, hoa, tree.school)) == [""]
    facts = {name: getattr(transfer, name) for name in ("person_id", "membership_id", "releasing_id", "day", "opened")}
    with pytest.raises(IntegrityError), transaction.atomic(), act(by=None, verb="demo.seed") as a:
        a.write(Transfer, {new_key(): {**facts, "state": "offered", "pulled": False}})


def test_a_step_that_was_taken_meanwhile_is_refused(tree, actors, hoa):
    transfer = asked(tree, actors)
    step(transfer, "withdraw", actors.giay)
    assert fields(lambda: step(transfer, "accept", actors.nhung)) == [""]


def test_who_settles(tree, actors, hoa):
    transfer = offered(tree, actors, hoa, tree.school)
    assert who_may(actors, lambda by: step(transfer, "settle", by)) == OFFICERS


def test_a_membership_that_ended_meanwhile_is_not_moved(tree, actors, hoa):
    transfer = asked(tree, actors)
    leave(membership=stay(hoa), day=DAY, closed="left_job", by=None)
    assert fields(lambda: step(transfer, "accept", actors.nhung)) == [""]


def test_it_is_taken_back_with_its_duties(tree, actors, hoa, today):
    transfer = asked(tree, actors)
    done = step(transfer, "accept", actors.nhung)
    undo(action=done.action, reason="nhầm", by=actors.chuyen)
    assert where(hoa)[0] == tree.line5.id
    assert "members.transfer" in duties(actors.nhung, today)
    assert not list(differences())


def test_a_time_away_goes_along(tree, actors, hoa):
    begin_state(membership=stay(hoa), state="maternity", day=dt.date(2026, 5, 1), by=None)
    step(asked(tree, actors), "accept", actors.nhung)
    rows = MembershipState.objects.order_by("start").values_list("membership__unit", "start", "end")
    assert list(rows) == [(tree.line5.id, dt.date(2026, 5, 1), DAY), (tree.stranger.id, DAY, FOREVER)]


# ── pages ──


def opened(client, url):
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_pages_lead_from_asking_to_taking_in(client, tree, actors, hoa):
    client.force_login(actors.giay)
    url = reverse("transfer_ask")
    data = {**opened(client, url), "number": ID, "name": "Lê Thị Hoa", "day": "2026-06-01"}
    assert client.post(url, data).status_code == 302
    transfer = Transfer.objects.get()
    text = client.get(reverse("transfers")).content.decode()
    assert "Lê Thị Hoa" in text
    assert not [secret for secret in ("May Lam Trà", hoa.code, "1990", ID) if secret in text]
    page = reverse("transfer", args=[transfer.pk])
    text = client.get(page).content.decode()
    assert not [secret for secret in ("May Lam Trà", hoa.code, "1990", ID) if secret in text]
    client.force_login(actors.thay)
    assert client.get(page).status_code == 404
    client.force_login(actors.nhung)
    assert page in client.get(reverse("home")).content.decode()
    assert client.post(page, {**opened(client, page), "deed": "accept"}).status_code == 302
    client.force_login(actors.giay)
    assert client.get(reverse("person", args=[hoa.code])).status_code == 200


def test_a_chair_lets_a_member_go_by_the_name_of_a_union_elsewhere(client, tree, actors, hoa):
    client.force_login(actors.nhung)
    assert reverse("person_release", args=[hoa.code]) in client.get(reverse("person", args=[hoa.code])).content.decode()
    url = reverse("person_release", args=[hoa.code])
    data = {**opened(client, url), "to": "cđcs giày khê", "day": "2026-06-01"}
    assert client.post(url, {**data, "to": "không có"}).status_code == 422
    assert client.post(url, data).status_code == 302
    transfer = Transfer.objects.get()
    assert transfer.receiving == tree.stranger
    client.force_login(actors.giay)
    page = reverse("transfer", args=[transfer.pk])
    assert client.post(page, {**opened(client, page), "deed": "swallow"}).status_code == 404
    assert client.post(page, {**opened(client, page), "deed": "accept"}).status_code == 302
    assert where(hoa)[0] == tree.stranger.id


def test_a_dead_member_is_not_offered_to_be_admitted_again(client, tree, actors, hoa):
    leave(membership=stay(hoa), day=DAY, closed="died", by=None)
    client.force_login(actors.nhung)
    assert (
        reverse("person_join", args=[hoa.code]) not in client.get(reverse("person", args=[hoa.code])).content.decode()
    )


def test_nobody_is_asked_for_twice_by_a_guess_more_often_than_the_day_allows(tree, actors, hoa):
    assert asked(tree, actors)
    assert NumberMatch.objects.filter(account=actors.giay.id, limited=True).count() == 1
    assert Person.objects.get(pk=hoa.pk).home == tree.line5

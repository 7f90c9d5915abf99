"""Whose a number is, settled by the union above both; each way leaves one person a number, or a reason."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from coso.access.journal import StaleError, act, undo
from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.members.identity_reads import clashes
from coso.members.services.duties import settle_identity_duties
from coso.members.services.settling import answer_match, end_double, keep_both, mend_number
from coso.members.ticks import keep_identities
from coso.register.models import ClashDecision, Membership, NumberMatch, Person
from coso.register.services.people import add_member
from coso.register.testing.claims import OFFICERS, PROVINCE, fields, who_may
from coso.register.testing.tree import START

ID, ID2 = "040190001234", "040190004321"
DAY = dt.date(2026, 5, 1)


def add(unit, name="Lê Hoa", number=None, by=None):
    return add_member(unit=unit, day=START, values={"name": name, "national_id": number}, by=by)


def clash_of(*units):
    """Members of these units who have one number, as a take-over brings them."""
    people = [add(unit, f"Lê Hoa {'ABC'[n]}") for n, unit in enumerate(units)]
    look, cipher = settings.KEYS.look_up(ID), settings.KEYS.encrypt(ID)
    with act(by=None, verb="demo.seed") as a:
        a.write(Person, {each.pk: {"id_look": look, "id_cipher": cipher, "id_clash": True} for each in people})
        settle_identity_duties(a)
    return [Person.objects.get(pk=each.pk) for each in people]


def kinds(user, today):
    return {duty.kind for duty in owed_by(user, today)} & {"members.identity"}


@pytest.fixture
def near(tree, actors):
    return clash_of(tree.garment, tree.school)


@pytest.fixture
def far(tree, actors):
    return clash_of(tree.garment, tree.stranger)


@pytest.fixture
def typed(tree, actors):
    add(tree.school, "Lê Hoa", ID2)
    with pytest.raises(RefusedError):
        add(tree.garment, "Trần Lan", ID2, actors.uy)
    return NumberMatch.objects.get()


# ── who owes it ──


def test_the_lowest_union_above_both_owes_it_once_however_many(near, tree, actors, today):
    clash_of_two = Duty.objects.still_open().filter(kind="members.identity")
    assert list(clash_of_two.values_list("unit", "subject")) == [(tree.ward.id, tree.ward.id)]
    assert kinds(actors.hanh, today)
    assert not kinds(actors.lanh, today)
    assert not list(differences())


def test_across_branches_it_is_the_province(far, actors, today):
    assert kinds(actors.lanh, today)
    assert not kinds(actors.hanh, today)


def test_what_a_union_typed_is_owed_by_the_union_above(typed, actors, today):
    assert kinds(actors.hanh, today)
    answer_match(match=typed, outcome="typed", answer="xem lại thẻ", by=actors.hanh)
    assert not kinds(actors.hanh, today)
    assert not list(differences())


def test_the_tick_hands_it_on_and_is_quiet_otherwise(near, tree, actors):
    before = Duty.objects.count()
    keep_identities()
    assert Duty.objects.count() == before
    with act(by=None, verb="demo.seed") as a:
        a.write(Person, {each.pk: {"id_clash": False, "id_look": None, "id_cipher": None} for each in near})
    keep_identities()
    assert not Duty.objects.still_open().filter(kind="members.identity")


# ── settling ──


def test_who_settles(near, far, tree, actors):
    assert who_may(actors, lambda by: keep_both(person=near[0], reason="x", by=by)) == PROVINCE


def test_who_settles_below(near, actors):
    assert who_may(actors, lambda by: keep_both(person=near[0], reason="x", by=by)) == OFFICERS
    assert who_may(actors, lambda by: mend_number(person=near[0], values={}, reason="x", by=by)) == OFFICERS
    said = {"day": DAY, "reason": "x"}
    assert who_may(actors, lambda by: end_double(person=near[0], keep=near[1], by=by, **said)) == OFFICERS


def test_both_stay_for_a_reason_and_wait_no_more(near, actors):
    assert fields(lambda: keep_both(person=near[0], reason=" ", by=actors.hanh)) == ["reason"]
    keep_both(person=near[0], reason="hai người, công an cấp trùng", by=actors.hanh)
    assert ClashDecision.objects.count() == 2
    assert not clashes()
    assert Person.objects.filter(id_clash=True).count() == 2
    assert not list(differences())


def test_a_wrong_number_goes_and_the_other_is_no_clash(near, actors):
    mend_number(person=near[0], values={}, reason="đọc lại thẻ", by=actors.hanh)
    first, second = (Person.objects.get(pk=each.pk) for each in near)
    assert (first.id_look, first.id_clash, second.id_clash) == (None, False, False)
    assert not list(differences())


def test_the_right_number_takes_its_place_unless_somebody_has_it(near, tree, actors):
    add(tree.garment, "Cao Sơn", ID2)
    wrong = {"values": {"national_id": ID2}, "reason": "đọc lại thẻ", "by": actors.chuyen}
    assert fields_but_kept(lambda: mend_number(person=near[0], **wrong)) == ["national_id"]
    mend_number(person=near[0], values={"national_id": "040190007777"}, reason="đọc lại thẻ", by=actors.hanh)
    assert settings.KEYS.decrypt(bytes(Person.objects.get(pk=near[0].pk).id_cipher)) == "040190007777"


def fields_but_kept(deed):
    with pytest.raises(RefusedError) as told:
        deed()
    return [reason.field for reason in told.value.reasons]


def test_a_double_ends_and_the_one_kept_has_the_number(near, actors):
    end_double(person=near[0], keep=near[1], day=DAY, reason="một người", by=actors.hanh)
    stay = Membership.objects.get(person=near[0])
    assert (stay.end, stay.closed) == (DAY, "double")
    assert Membership.objects.get(person=near[1]).end == FOREVER
    assert [Person.objects.get(pk=each.pk).id_clash for each in near] == [False, False]
    assert Person.objects.with_number(ID).get() == near[1]
    assert not list(differences())


def test_a_record_with_an_account_is_not_ended_as_a_double(near, actors):
    with act(by=None, verb="demo.seed") as a:
        a.write(Person, {near[0].pk: {"user_id": actors.quan.id}})
    said = {"day": DAY, "reason": "một người", "by": actors.hanh}
    assert fields(lambda: end_double(person=near[0], keep=near[1], **said)) == ["keep"]


def test_of_three_two_still_clash(tree, actors):
    people = clash_of(tree.garment, tree.school, tree.line5)
    mend_number(person=people[0], values={}, reason="đọc lại thẻ", by=actors.hanh)
    assert len(clashes()[0].people) == 2
    assert Person.objects.filter(id_clash=True).count() == 2


def test_settling_is_taken_back_with_its_duty(near, actors):
    done = mend_number(person=near[0], values={}, reason="đọc lại thẻ", by=actors.hanh)
    undo(action=done.action, reason="nhầm", by=actors.chuyen)
    assert Person.objects.filter(id_clash=True).count() == 2
    assert not list(differences())


@pytest.mark.parametrize("late", ["keep", "mend"])
def test_what_was_settled_meanwhile_is_refused(near, actors, late):
    mend_number(person=near[1], values={}, reason="đọc lại thẻ", by=actors.hanh)
    deeds = {
        "keep": lambda: keep_both(person=near[0], reason="x", by=actors.hanh),
        "mend": lambda: mend_number(person=near[0], values={}, reason="x", by=actors.hanh),
    }
    assert fields(deeds[late]) == [""]


# ── what a union typed ──


def test_a_number_typed_is_answered_once(typed, actors):
    answer_match(match=typed, outcome="typed", answer="xem lại thẻ", by=actors.hanh)
    assert fields(lambda: answer_match(match=typed, outcome="same", answer="x", by=actors.hanh)) == [""]
    gone = NumberMatch(id=new_key(), unit=typed.unit, person=typed.person)
    with pytest.raises(StaleError):
        answer_match(match=gone, outcome="same", answer="x", by=None)


def test_a_wrong_number_on_record_goes_and_the_union_may_add(typed, tree, actors):
    answer_match(match=typed, outcome="recorded", answer="đã sửa", by=actors.hanh)
    assert add(tree.garment, "Trần Lan", ID2, actors.uy)


# ── pages ──


def opened(client, url):
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_page_lists_what_waits_and_shows_no_number(client, near, typed, actors):
    client.force_login(actors.hanh)
    text = client.get(reverse("identities")).content.decode()
    assert all(each.name in text for each in near)
    assert "Trần Lan" in text
    assert ID not in text


def test_a_case_that_reaches_beyond_is_not_shown(client, far, actors):
    client.force_login(actors.hanh)
    assert far[0].name not in client.get(reverse("identities")).content.decode()
    assert client.get(reverse("person_clash", args=[far[0].code])).status_code == 404


@pytest.mark.parametrize("how", ["keep", "mend", "double"])
def test_a_clash_is_settled_on_its_page(client, near, actors, how):
    client.force_login(actors.hanh)
    url = reverse("person_clash", args=[near[0].code])
    data = {**opened(client, url), "how": how, "which": near[0].code, "reason": "xem thẻ"}
    assert client.post(url, {**data, "which": ""}).status_code == (302 if how == "keep" else 422)
    if how != "keep":
        assert client.post(url, data).status_code == 302
    assert not clashes()


def test_a_number_typed_is_answered_on_its_page_and_read_by_the_union(client, typed, actors):
    client.force_login(actors.hanh)
    url = reverse("match", args=[typed.pk])
    assert client.post(url, {**opened(client, url), "outcome": "typed", "answer": "xem lại thẻ"}).status_code == 302
    client.force_login(actors.uy)
    text = client.get(reverse("identities_asked")).content.decode()
    assert "xem lại thẻ" in text
    assert "Lê Hoa" not in text
    assert client.get(url).status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, tree, actors, django_assert_max_num_queries):
    clash_of(tree.garment, tree.school)
    client.force_login(actors.hanh)
    client.get(reverse("identities"))
    with django_assert_max_num_queries(20):
        client.get(reverse("identities"))


def test_a_settled_union_meets_its_duty_on_the_home_page(client, near, tree, actors):
    client.force_login(actors.hanh)
    assert reverse("identities_of", args=[tree.ward.pk]) in client.get(reverse("home")).content.decode()

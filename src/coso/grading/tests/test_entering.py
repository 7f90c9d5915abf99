"""A sheet entered on behalf: another hand appraises it, and once it is returned somebody can write."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.access.journal import act
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.services import differences
from coso.grading.services.appraisal import accept_agreeing, finish_appraisal, return_sheet
from coso.grading.services.entering import attach_signed_page, enter_for, hand_back
from coso.grading.services.scoring import score_line, submit_sheet
from coso.grading.testing.rounds import stand_at
from coso.grading.testing.year import DUE, again, appraise_all, fill_in, line
from coso.register.models import Person
from coso.register.services.people import new_person
from coso.register.services.seats import appoint
from coso.register.testing.tree import START
from coso.testing.forms import send


@pytest.fixture
def colleague(tree, actors):
    """A second officer of the ward."""
    account = Account.objects.create(username="lien", name="Liên")
    with act(by=None, verb="demo.seed") as a:
        key = new_person(a, {"name": "Lê Thị Liên", "female": True, "user_id": account.id})
    appoint(person=Person.objects.get(pk=key), unit=tree.ward, post="managing_officer", day=START, by=None)
    return account


@pytest.fixture
def entered(sheet, actors, store):
    """Entered by Hanh with the signed page, and sent."""
    enter_for(sheet=sheet, why="nộp giấy", by=actors.hanh)
    fill_in(again(sheet), actors.hanh)
    attach_signed_page(sheet=again(sheet), upload=SimpleUploadedFile("ky.pdf", b"%PDF-1.7"), by=actors.hanh)
    submit_sheet(sheet=again(sheet), by=actors.hanh)
    return again(sheet)


def test_who_entered_a_sheet_does_not_appraise_it_and_a_colleague_does(entered, actors, colleague):
    for deed in (accept_agreeing, finish_appraisal):
        with pytest.raises(ForbiddenError, match="đồng chí khác thẩm định"):
            deed(sheet=again(entered), by=actors.hanh)
    appraise_all(entered, colleague)
    finish_appraisal(sheet=again(entered), by=colleague)
    assert again(entered).step == "decide"


def test_the_page_tells_her_why_and_offers_no_appraisal(client, entered, actors, colleague):
    for who, offered in ((actors.hanh, False), (colleague, True)):
        client.force_login(who)
        page = client.get(reverse("sheet", args=[entered.pk]))
        assert page.context["appraising"] is offered
        assert ("đồng chí khác thẩm định" in page.content.decode()) is not offered


@pytest.fixture
def returned(entered, colleague):
    return_sheet(sheet=again(entered), why="sai mẫu", due=DUE, by=colleague)
    return again(entered)


def test_once_returned_both_the_one_who_entered_and_the_union_can_write(client, returned, actors):
    for who in (actors.hanh, actors.nhung):
        client.force_login(who)
        assert client.get(reverse("sheet", args=[returned.pk])).context["scoring"]
        assert score_line(line=line(returned, "D01"), points=1000, note="sửa", by=who).own == 1000


@pytest.mark.parametrize("who", ["hanh", "nhung"])
def test_it_is_handed_back_to_the_union_which_sends_it_itself(client, returned, actors, who):
    client.force_login(getattr(actors, who))
    page = reverse("sheet", args=[returned.pk])
    send(client, page, reverse("sheet_deed", args=[returned.pk]), what="hand_back")
    now = again(returned)
    assert (now.entered_for, now.signed_page) == ("", None)
    with pytest.raises(ForbiddenError):
        submit_sheet(sheet=now, by=actors.hanh)
    submit_sheet(sheet=now, by=actors.nhung)
    assert again(returned).step == "appraise"
    assert not list(differences())


def test_only_the_head_of_the_union_or_who_enters_for_it_hands_it_back(returned, actors):
    for who in (actors.uy, actors.khach):
        with pytest.raises(ForbiddenError):
            hand_back(sheet=returned, by=who)


def test_a_sheet_that_was_sent_is_not_handed_back(entered, actors):
    with pytest.raises(RefusedError):
        hand_back(sheet=entered, by=actors.hanh)


# ── before the work is done, not after it ──


def head(client, who, sheet):
    client.force_login(who)
    return client.get(reverse("sheet", args=[sheet.pk])).context


def test_before_she_enters_a_sheet_she_is_told_that_a_colleague_has_to_appraise_it_and_who(
    client, sheet, actors, colleague
):
    assert "Lê Thị Liên (Công đoàn phường Hồng)" in head(client, actors.hanh, sheet)["not_after"]
    enter_for(sheet=sheet, why="nộp giấy", by=actors.hanh)
    told = head(client, actors.hanh, again(sheet))["not_by_me"]
    assert "Đồng chí đã nhập thay" in told
    assert "Lê Thị Liên" in told
    assert "Người nhập thay" in head(client, colleague, again(sheet))["not_by_me"]
    assert head(client, actors.nhung, again(sheet))["not_by_me"] == ""


def test_where_nobody_is_left_in_the_managing_union_those_above_it_are_named(client, sheet, actors):
    assert "(LĐLĐ tỉnh Lam)" in head(client, actors.hanh, sheet)["not_after"]


def test_an_officer_who_is_chair_of_the_union_is_offered_no_appraisal_and_told_who_does_it(
    client, tree, sheet, actors, colleague
):
    appoint(person=Person.objects.get(user=colleague), unit=tree.garment, post="committee_member", day=START, by=None)
    for step in ("self", "appraise"):
        now = stand_at(sheet, step)
        seen = head(client, colleague, now)
        assert "Không ai thẩm định" in seen["not_by_me"]
        assert "Nguyễn Thị Hanh" in seen["not_by_me"]
        assert seen["appraising"] is False
        assert head(client, actors.hanh, now)["not_by_me"] == ""
    with pytest.raises(ForbiddenError, match="Không ai thẩm định"):
        finish_appraisal(sheet=again(sheet), by=colleague)

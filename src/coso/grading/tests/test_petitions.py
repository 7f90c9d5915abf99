"""A petition about a result: asked by the head of the union, answered with a reason, the history stays."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.grading.models import Sheet
from coso.grading.services.decisions import decide_sheets, publish_sheets
from coso.grading.services.petitions import Petition
from coso.grading.testing.year import again, to_decision
from coso.requests.models import Request
from coso.requests.services import answer, ask
from coso.testing.forms import forms_of
from coso.testing.worlds import put_back

DUE = dt.date(2026, 12, 30)
TEXT = "Dòng D03 có đủ biên bản nhưng chưa được tính."


@pytest.fixture
def decided(a_round, sheet, actors):
    def decide():
        to_decision(sheet, actors.nhung, actors.hanh)
        decide_sheets(round_=a_round, sheets=[again(sheet)], document="QĐ 12", by=actors.chuyen)
        return again(sheet)

    return put_back("petitions.decided", decide)


@pytest.fixture
def asked(decided, actors):
    return ask(about=Petition(decided), text=TEXT, by=actors.nhung)


def test_a_petition_is_owed_an_answer_by_the_province(asked, decided, actors, today):
    owed = Duty.objects.get(kind="grading.petition")
    assert (owed.subject, owed.unit, owed.due) == (asked.pk, decided.round.unit, today + dt.timedelta(days=15))
    assert "grading.petition" in {duty.kind for duty in owed_by(actors.chuyen, today)}
    assert not list(differences())


@pytest.mark.parametrize("who", ["uy", "giay", "hanh", "kiem", "quan"])
def test_only_the_head_of_the_union_asks(decided, actors, who):
    with pytest.raises(ForbiddenError):
        ask(about=Petition(decided), text=TEXT, by=getattr(actors, who))


def test_nothing_is_asked_before_the_decision_without_words_or_twice(a_round, sheet, actors):
    with pytest.raises(RefusedError):
        ask(about=Petition(sheet), text=TEXT, by=actors.nhung)
    to_decision(sheet, actors.nhung, actors.hanh)
    decide_sheets(round_=a_round, sheets=[again(sheet)], document="QĐ 12", by=actors.chuyen)
    with pytest.raises(RefusedError):
        ask(about=Petition(again(sheet)), text=" ", by=actors.nhung)
    ask(about=Petition(again(sheet)), text=TEXT, by=actors.nhung)
    with pytest.raises(RefusedError, match="đang chờ"):
        ask(about=Petition(again(sheet)), text=TEXT, by=actors.nhung)


def test_a_result_is_kept_with_a_reason_and_the_history_stays(asked, actors):
    with pytest.raises(RefusedError):
        answer(request=asked, outcome="kept", text=" ", by=actors.chuyen)
    answer(request=asked, outcome="kept", text="Biên bản không có chữ ký.", by=actors.chuyen)
    kept = Request.objects.get()
    assert (kept.text, kept.outcome, kept.answer) == (TEXT, "kept", "Biên bản không có chữ ký.")
    assert Sheet.objects.get(pk=kept.subject).step == "publish"
    assert not Duty.objects.still_open().filter(kind="grading.petition").exists()
    with pytest.raises(RefusedError):
        answer(request=kept, outcome="kept", text="x", by=actors.chuyen)


def test_only_the_leader_has_a_result_looked_at_again(asked, actors):
    facts = {"request": asked, "outcome": "reopened", "text": "Thiếu một biên bản."}
    with pytest.raises(ForbiddenError):
        answer(**facts, due=DUE, by=actors.chuyen)
    with pytest.raises(RefusedError):
        answer(**facts, by=actors.lanh)
    answer(**facts, due=DUE, by=actors.lanh)
    sheet = Sheet.objects.get(pk=asked.subject)
    assert (sheet.step, sheet.grade, sheet.returned_why) == ("appraise", "", "Thiếu một biên bản.")
    assert Duty.objects.still_open().get(kind="grading.appraise").due == DUE
    assert not list(differences())


def test_the_way_from_the_sheet_to_the_answer(client, a_round, decided, actors):
    client.force_login(actors.nhung)
    url = reverse("petition_new", args=[decided.pk])
    assert url in client.get(reverse("sheet", args=[decided.pk])).content.decode()
    assert client.post(url, {"text": ""}).status_code == 422
    made = client.post(url, {"text": TEXT})
    client.force_login(actors.chuyen)
    home = client.get(reverse("home")).content.decode()
    assert "Trả lời kiến nghị về kết quả xếp loại" in home
    assert "CĐCS May Lam Trà" in home
    client.post(made.url, {"outcome": "kept", "answer": "Đã xem lại, giữ nguyên."})
    client.force_login(actors.nhung)
    assert "Đã xem lại, giữ nguyên." in client.get(made.url).content.decode()
    assert "Giữ nguyên kết quả" in client.get(reverse("sheet", args=[decided.pk])).content.decode()


def test_a_specialist_is_offered_no_reopening(client, asked, actors):
    url = reverse("petition", args=[asked.pk])
    for who, offered in ((actors.chuyen, False), (actors.lanh, True)):
        client.force_login(who)
        assert ("reopened" in dict(client.get(url).context["form"].fields["outcome"].choices)) is offered
    client.force_login(actors.nhung)
    assert client.get(url).context["form"] is None


def test_an_answer_typed_while_somebody_else_answered_comes_back_with_the_refusal(client, asked, actors):
    client.force_login(actors.chuyen)
    url = reverse("petition", args=[asked.pk])
    form = next(each for each in forms_of(client.get(url).content.decode(), url) if each.action == url)
    answer(request=asked, outcome="kept", text="Giữ nguyên.", by=actors.lanh)
    refused = client.post(url, form.filled({"outcome": "kept", "answer": "Câu trả lời đã gõ"}))
    assert refused.status_code == 422
    assert "Câu trả lời đã gõ" in refused.content.decode()
    assert "đã được trả lời" in refused.content.decode()
    assert Request.objects.get().answer == "Giữ nguyên."
    assert client.get(url).context["form"] is None


@pytest.mark.parametrize("who", ["nhung", "hanh", "kiem"])
def test_who_has_no_form_sends_nothing(client, asked, actors, who):
    client.force_login(getattr(actors, who))
    sent = client.post(reverse("petition", args=[asked.pk]), {"outcome": "kept", "answer": "x"})
    assert sent.status_code == 404
    assert Request.objects.get().is_open


def test_the_leader_reopens_from_a_page_that_says_what_follows(client, a_round, decided, actors):
    publish_sheets(round_=a_round, sheets=[decided], by=actors.chuyen)
    client.force_login(actors.lanh)
    url = reverse("reopen", args=[decided.pk])
    assert url in client.get(reverse("sheet", args=[decided.pk])).content.decode()
    shown = client.get(url).content.decode()
    assert "Công đoàn phường Hồng thẩm định lại" in shown
    for day in ("2020-01-01", "2206-12-30", "9999-12-31"):
        assert client.post(url, {"why": "x", "due": day}).status_code == 422
    assert client.post(url, {"why": "", "due": "2026-12-30"}).status_code == 422
    client.post(url, {"why": "kiến nghị của CĐCS", "due": "2026-12-30"})
    assert again(decided).step == "appraise"


def test_the_journal_names_in_words_what_stands_in_the_way_of_taking_back(client, asked, actors):
    answer(request=asked, outcome="kept", text="Giữ nguyên.", by=actors.chuyen)
    client.force_login(actors.nhung)
    page = client.get(reverse("action", args=[asked.act])).content.decode()
    assert "Không hoàn tác được nữa" in page
    assert "requests.request" not in page

"""Stoppages as records, what neighbours are told, what was known when, how the score would have done."""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from coso.access.journal import StaleError
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.indicators.registry import Scope, figures
from coso.lib import clock
from coso.lib.dates import Period
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.register.testing.tree import START, Tree
from coso.testing.days import on
from coso.testing.forms import send
from coso.triage import store
from coso.triage.judging import suggest, suggest_learnt
from coso.voice.care import board
from coso.voice.duties import HEADS_UP
from coso.voice.learning import corrections, learn_corrections
from coso.voice.models import Concern, Stoppage
from coso.voice.replay import on_record, replay
from coso.voice.services import desk, stoppages
from coso.voice.services.care import care
from coso.voice.services.posters import put_up
from coso.voice.testing import night, now, say

UNANSWERED = "voice.unanswered_before_stoppage"
NAMES = {"name", "person", "leader", "author", "by", "who", "people"}


def figure(tree, key):
    today = clock.today()
    scope = Scope(tree.province.path, Period.closed(dt.date(today.year, 1, 1), today))
    return figures([key], scope)[key][tree.garment.pk]


@pytest.fixture
def beside(tree) -> object:
    return Tree.found("CĐCS Bao bì Hồng", "grassroots", tree.ward, "non_state_enterprise")


@pytest.fixture
def stopped(tree, actors, beside) -> Stoppage:
    return stoppages.record_stoppage(
        unit=tree.garment, day=clock.today(), size="to_500", topics=["wage"], by=actors.hanh
    )


def test_no_field_of_a_stoppage_holds_a_person():
    assert {field.name for field in Stoppage._meta.fields} & NAMES == set()


def test_unions_of_the_zone_and_sector_owe_a_look_at_home(stopped, beside):
    owed = Duty.objects.still_open().filter(kind=HEADS_UP)
    assert [duty.unit for duty in owed] == [beside]
    assert list(differences()) == []


def test_only_officers_above_record_one_and_a_day_once(tree, actors, stopped):
    for who in (actors.nhung, actors.khach, actors.kiem):
        with pytest.raises(ForbiddenError):
            stoppages.record_stoppage(unit=tree.garment, day=START, size="", topics=["wage"], by=who)
    with pytest.raises(RefusedError):
        stoppages.record_stoppage(unit=tree.garment, day=stopped.day, size="", topics=["wage"], by=actors.hanh)
    with pytest.raises(RefusedError):
        stoppages.record_stoppage(unit=tree.garment, day=START, size="", topics=[], by=actors.hanh)


def test_it_is_recorded_and_settled_on_the_page(client, tree, actors):
    client.force_login(actors.hanh)
    page = reverse("stoppage_new", args=[tree.garment.code])
    assert send(client, page, topics=[]).status_code == 422
    done = send(client, page, topics=["bonus_tet"], size="over_1000")
    row = Stoppage.objects.get()
    assert done.url == reverse("stoppage", args=[row.pk])
    today = f"{clock.today():%d/%m/%Y}"
    assert send(client, done.url, ended=today, settled="Thưởng một tháng lương", figure="6500000").status_code == 302
    assert Stoppage.objects.get().figure == 6_500_000


def test_a_stale_settlement_is_told(stopped, actors):
    stoppages.settle(stoppage=stopped, ended=clock.today(), settled="A", figure=None, by=actors.chuyen)
    with pytest.raises(StaleError):
        stoppages.settle(stoppage=stopped, ended=clock.today(), settled="B", figure=1, by=actors.hanh)


def _chair_of(beside, actors, tree):
    return actors._actor("canh", beside, "chair")


def test_a_neighbour_reads_what_it_is_about_and_neither_name_nor_figure(client, stopped, beside, actors, tree):
    stoppages.settle(stoppage=stopped, ended=clock.today(), settled="Nâng lương", figure=350_000, by=actors.hanh)
    client.force_login(_chair_of(beside, actors, tree))
    page = reverse("stoppage", args=[stopped.pk])
    shown = client.get(page).content.decode()
    assert "May Lam Trà" not in shown
    assert "350" not in shown
    assert "Nâng lương" not in shown
    send(client, page, reverse("stoppage_look", args=[stopped.pk]))
    assert not Duty.objects.still_open().filter(kind=HEADS_UP).exists()


def test_a_manager_of_a_workplace_is_told_nothing_of_it(client, stopped, beside, actors, tree):
    chair = _chair_of(beside, actors, tree)
    mark_manager(appointment=Appointment.objects.get(person=actors.people["canh"]), day=clock.today(), by=actors.hanh)
    client.force_login(chair)
    assert client.get(reverse("stoppage", args=[stopped.pk])).status_code == 404
    assert "gần đây" not in client.get(reverse("owed")).content.decode()
    assert client.get(reverse("report_form")).status_code == 404


def test_strangers_and_those_who_are_not_asked_find_nothing(client, stopped, actors):
    for who in (actors.giay, actors.khach, actors.thay, actors.nhung, actors.kiem, actors.to):
        client.force_login(who)
        assert client.get(reverse("stoppage", args=[stopped.pk])).status_code == 404


def test_a_stoppage_nearby_is_a_reason_of_the_score(stopped, beside, actors, tree):
    for n in range(3):
        say(put_up(unit=beside, places=["Cổng"], by=None)[0], text=f"Lương chậm {n}", heat=4, reader=tree.ward)
    spot = next(each for each in board(actors.hanh, clock.today()) if each.unit == beside)
    assert any(reason.key == "nearby" for reason in spot.found.reasons)


def test_each_day_of_a_replay_knows_only_what_was_known(poster, actors, tree):
    for n in range(4):
        say(poster, text=f"Lương chậm {n}", heat=5)
    care(unit=tree.garment, deed="accepted", text="", by=actors.hanh)
    with on(clock.today() + dt.timedelta(days=5)):
        desk.answer(seen=now(Concern.objects.order_by("key").first()), text="Đã hỏi công ty", by=actors.nhung)
        days = {day.day: day for day in replay(actors.hanh, tree.garment, clock.today())}
    first = days[clock.today()]
    assert (first.said, first.answered, len(first.deeds)) == (4, 0, 1)
    assert days[clock.today() + dt.timedelta(days=5)].answered == 1
    assert all(day.said == 0 for at, day in days.items() if at < clock.today())


def test_the_page_of_a_replay_shows_the_stoppage(client, stopped, poster, actors, tree):
    say(poster)
    client.force_login(actors.hanh)
    shown = client.get(reverse("place_replay", args=[tree.garment.code]), {"den": "ngung-viec"}).content.decode()
    assert "ngừng việc" in shown


def test_a_back_test_says_when_it_proves_nothing(client, stopped, poster, actors):
    say(poster)
    found = on_record(actors.chuyen, clock.today())
    assert not found.enough
    client.force_login(actors.chuyen)
    assert "chưa" in client.get(reverse("places_test")).content.decode()
    client.force_login(actors.nhung)
    assert client.get(reverse("places_test")).status_code == 404


def test_the_rules_on_secrets_come_first_and_the_form_is_empty(client, stopped, actors):
    client.force_login(actors.hanh)
    rules = client.get(reverse("report_form")).content.decode()
    assert "2288" in rules
    assert "117/2025" in rules
    blank = client.get(reverse("report_form"), {"in": "1"}).content.decode()
    assert "BÁO CÁO NHANH" in blank
    assert "May Lam Trà" not in blank
    assert "MẬT" not in blank


def test_the_board_is_covered_while_others_look(client, poster, actors):
    say(poster, heat=5)
    client.force_login(actors.hanh)
    assert "May Lam Trà" in client.get(reverse("places")).content.decode()
    assert "May Lam Trà" not in client.get(reverse("places"), {"che": "1"}).content.decode()


def test_the_indicator_counts_stoppages_with_concerns_that_lay_open(stopped, poster, tree):
    assert figure(tree, UNANSWERED).numerator == 0
    concern, _ = say(poster)
    before = clock.today() - dt.timedelta(days=3)
    QuerySet(Concern).filter(pk=concern.pk).update(received=before)
    assert (figure(tree, UNANSWERED).numerator, figure(tree, UNANSWERED).denominator) == (1, 1)
    QuerySet(Concern).filter(pk=concern.pk).update(received=before, answered=before)
    assert figure(tree, UNANSWERED).numerator == 0


def test_corrections_are_learnt_in_the_small_hours_and_say_so(concern, actors, settings, tmp_path):
    settings.DATA = tmp_path
    store._of.cache_clear()
    night()
    desk.sort_out(seen=now(concern), topics=["housing_transport"], urgency=1, by=actors.nhung)
    assert [each.topics for each in corrections()] == [("housing_transport",)]
    learn_corrections(dt.datetime(2026, 11, 30, 2, tzinfo=dt.UTC))  # nine in the morning here
    assert store.learnt() is store.fitted()
    learn_corrections(dt.datetime(2026, 11, 29, 19, tzinfo=dt.UTC))
    assert store.learnt() is not store.fitted()
    found = suggest_learnt("Cơm ca tối qua có mùi, mấy người đau bụng")
    assert set(found.topics) >= set(suggest("Cơm ca tối qua có mùi, mấy người đau bụng", store.learnt()).topics)
    store._of.cache_clear()

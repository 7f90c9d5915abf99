"""Promises of a desk, hours for who chose to be known, and what puts a concern on a desk once more."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.register.services.seats import assign_portfolio
from coso.testing.days import on
from coso.testing.forms import send
from coso.voice.clocks import hour_due, rule_of, usual, working
from coso.voice.masks import masked
from coso.voice.mass import heaps_seen
from coso.voice.models import ANSWERED, HANDLING, RECEIVED, Concern, DeskRule
from coso.voice.services import desk
from coso.voice.services.intake import CrowdedError, Said, by_poster, find_by_receipt, say_more, take_in
from coso.voice.services.reports import report
from coso.voice.services.rules import publish_rule
from coso.voice.testing import fresh, night, now, once, say

OFFICE = {"weekdays": "1111100", "opens": 450, "closes": 1020}  # Monday to Friday, 7.30 to 17.00
SHORT = {"read_days": 1, "answer_days": 2, "tell_days": 3}


def moment(text):
    return clock.local(dt.datetime.fromisoformat(f"{text}+07:00"))


@pytest.fixture
def office(tree, actors):
    return publish_rule(unit=tree.garment, by=actors.nhung, **SHORT, **OFFICE)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026-11-24T10:00", "2026-11-25T10:00"),  # Tuesday at ten: Wednesday at ten
        ("2026-11-24T22:00", "2026-11-26T07:30"),  # at night: from Wednesday morning on
        ("2026-11-24T05:00", "2026-11-25T07:30"),
        ("2026-11-27T10:00", "2026-11-30T10:00"),  # Friday: Monday
        ("2026-11-28T12:00", "2026-12-01T07:30"),  # Saturday: from Monday morning on
    ],
)
def test_a_clock_of_hours_runs_in_working_hours(office, said, due):
    assert hour_due(RECEIVED, 1, moment(said), office) == moment(due)


def test_a_factory_of_three_shifts_has_every_hour():
    rule = usual(clock.today())
    night_shift = moment("2026-11-28T23:30")
    assert working(night_shift, rule) == night_shift
    assert hour_due(RECEIVED, 1, night_shift, rule) == moment("2026-11-29T23:30")


def test_who_chose_to_be_known_has_an_hour_and_nobody_else(tree, actors, poster):
    said = Said(once=once(), text="Máy hỏng", reader=tree.garment.code)
    made = report(unit=tree.line5, said=said, signed=True, by=actors.to)
    known = Concern.objects.get(pk=made.key)
    assert dt.timedelta(hours=23, minutes=59) < known.due_at - clock.now() <= dt.timedelta(days=1)
    nameless, _ = say(poster)
    assert nameless.due_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Concern).filter(pk=nameless.pk).update(due_at=clock.now())


def test_a_union_publishes_its_promise_and_the_poster_says_it(client, tree, actors, poster):
    client.force_login(actors.nhung)
    page = reverse("desk_rule", args=[tree.garment.code])
    assert send(client, page, read_days="9").status_code == 422
    assert send(client, page, read_days="2", answer_days="5", weekdays=["0", "1"]).status_code == 302
    rule = rule_of(tree.garment.pk, clock.today())
    assert (rule.read_days, rule.answer_days, rule.weekdays) == (2, 5, "1100000")
    told = client.get(reverse("speak", args=[poster.mark])).content.decode()
    assert f"{clock.today() + dt.timedelta(days=2):%d/%m/%Y}" in told
    assert say(poster)[0].due == clock.today() + dt.timedelta(days=2)


def test_a_promise_of_another_day_ends_the_one_before(tree, actors, office):
    with on(clock.today() + dt.timedelta(days=3)):
        publish_rule(unit=tree.garment, by=actors.nhung, **{**SHORT, "answer_days": 4}, **OFFICE)
        assert rule_of(tree.garment.pk, clock.today()).answer_days == 4
    assert rule_of(tree.garment.pk, clock.today()).answer_days == 2
    assert DeskRule.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"weekdays": "0000000"}, {"opens": 1020, "closes": 450}, {"answer_days": 16}])
def test_what_makes_no_sense_is_refused(tree, actors, wrong):
    with pytest.raises(RefusedError):
        publish_rule(unit=tree.garment, by=actors.nhung, **{**SHORT, **OFFICE, **wrong})


def test_what_is_said_after_an_answer_is_on_a_desk_once_more(poster, actors, tree):
    concern, digits = say(poster)
    night()
    desk.answer(seen=now(concern), text="Đã nhắc bếp", by=actors.nhung)
    assert not Duty.objects.still_open().filter(subject=concern.uuid).exists()
    say_more(concern=find_by_receipt(typed=digits), text="Hôm nay vẫn thế")
    assert fresh(concern).state == HANDLING
    night()
    assert Duty.objects.still_open().get(subject=concern.uuid).unit == tree.garment


def test_two_things_in_one_are_split_and_answered_behind_one_receipt(client, concern, actors):
    night()
    client.force_login(actors.nhung)
    page = reverse("concern", args=[concern.uuid])
    send(client, page, reverse("concern_deed", args=[concern.uuid, "split"]), part="Xe đưa đón trễ")
    part = Concern.objects.get(part_of=concern)
    assert Duty.objects.still_open().filter(subject=part.uuid).exists()
    desk.answer(seen=now(part), text="Xe chạy lúc 6.15", by=actors.nhung)
    assert fresh(concern).messages.order_by("-n").first().text == "Xe chạy lúc 6.15"
    assert fresh(concern).state != ANSWERED


def test_it_is_put_before_a_dialogue_once(concern, actors):
    desk.to_table(seen=now(concern), by=actors.nhung)
    assert fresh(concern).at_table == clock.today()


def test_forty_answers_in_a_minute_are_told_to_those_above_and_not_to_who_gave_them(poster, actors):
    for n in range(10):
        desk.answer(seen=now(say(poster, text=f"Việc {n}")[0]), text="Đã ghi nhận", by=actors.nhung)
    for who in (actors.hanh, actors.chuyen):
        assert [heap.n for heap in heaps_seen(who)] == [10]
    for who in (actors.nhung, actors.khach, actors.giay):
        assert heaps_seen(who) == []


def test_the_heap_stands_beside_the_list(client, poster, actors):
    for n in range(10):
        desk.answer(seen=now(say(poster, text=f"Việc {n}")[0]), text="Đã ghi nhận", by=actors.nhung)
    client.force_login(actors.hanh)
    assert "trong một phút" in client.get(reverse("concerns")).content.decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Chị Hoa chuyền 5 bị mắng", "Chị H. chuyền 5 bị mắng"),
        ("quản đốc Trần Văn Bình chửi công nhân", "quản đốc T.V.B. chửi công nhân"),
        ("Nguyễn Thị Hoa bị trừ lương", "N.T.H. bị trừ lương"),
        ("Công ty May Lam Trà trả lương chậm", "Công ty May Lam Trà trả lương chậm"),
        ("com ca co mui", "com ca co mui"),
    ],
)
def test_names_of_colleagues_are_initials(text, shown):
    assert masked(text) == shown


def test_a_known_name_is_masked_however_it_is_typed():
    assert masked("em nguyễn thị lan nghỉ đẻ", ["Nguyễn Thị Lan"]) == "em N.T.L. nghỉ đẻ"


def test_who_reads_from_above_reads_initials_and_the_chosen_desk_the_names(client, poster, actors):
    concern, _ = say(poster, text="Chị Hoa ở tổ Cắt bị ép làm thêm")
    page = reverse("concern", args=[concern.uuid])
    for who, reads in ((actors.nhung, "Chị Hoa"), (actors.hanh, "Chị H."), (actors.chuyen, "Chị H.")):
        client.force_login(who)
        assert reads in client.get(page).content.decode()
        assert reads in client.get(reverse("concerns")).content.decode()


def test_the_page_names_who_looks_after_the_union(client, concern, actors, tree):
    seat = Appointment.objects.get(person=actors.people["hanh"]).seat
    assign_portfolio(units=[tree.garment], seat=seat, day=clock.today(), by=None)
    desk.hand_up(seen=now(concern), why="Ngoài tầm", by=actors.nhung)
    client.force_login(actors.hanh)
    assert actors.people["hanh"].name in client.get(reverse("concern", args=[concern.uuid])).content.decode()


def test_what_is_urgent_is_told_at_home_at_once_and_to_no_manager(client, poster, actors):
    concern, _ = say(poster)
    client.force_login(actors.nhung)
    assert "khẩn chưa ai đọc" not in client.get(reverse("home")).content.decode()
    QuerySet(Concern).filter(pk=concern.pk).update(urgency=3)
    for who in (actors.nhung, actors.hanh):
        client.force_login(who)
        assert "khẩn chưa ai đọc" in client.get(reverse("home")).content.decode()
    mark_manager(appointment=Appointment.objects.get(person=actors.people["nhung"]), day=clock.today(), by=actors.hanh)
    client.force_login(actors.nhung)
    assert "khẩn chưa ai đọc" not in client.get(reverse("home")).content.decode()


def test_a_shift_gets_through_by_one_poster_and_a_script_does_not(poster, monkeypatch):
    monkeypatch.setattr("coso.voice.services.intake.prove", lambda _digits: "x")
    monkeypatch.setattr("coso.voice.pace._chance", random.Random(1))
    taken = [_by_script(poster, n) for n in range(400)]
    assert 60 < sum(taken) < 200
    for n in range(100):
        _by_person(poster, f"Việc của người {n}")
    assert Concern.objects.count() == sum(taken) + 100


def _by_script(poster, n):
    said = Said(once=once(), text=f"spam {chr(97 + n % 26)}{chr(97 + n // 26)}", reader=poster.unit.code)
    try:
        take_in(source=by_poster(poster), said=said)
    except CrowdedError:
        return False
    return True


def _by_person(poster, text):
    said = Said(once=once(), text=text, reader=poster.unit.code)
    try:
        take_in(source=by_poster(poster), said=said)
    except CrowdedError as asked:
        take_in(source=by_poster(poster), said=replace(said, answer=str(sum(asked.sum_of))))


def test_the_duty_has_the_day_of_the_step(concern, actors):
    night()
    desk.take(seen=now(concern), by=actors.nhung)
    assert Duty.objects.still_open().get(subject=concern.uuid).due == fresh(concern).due
    desk.sort_out(seen=now(concern), topics=["meals"], urgency=3, by=actors.nhung)
    assert Duty.objects.still_open().get(subject=concern.uuid).due == fresh(concern).due


def test_the_same_form_with_more_words_after_an_answer_is_on_a_desk_once_more(poster, actors):
    key = once()
    concern, _ = say(poster, sent=key)
    night()
    desk.answer(seen=now(concern), text="Đã nhắc bếp", by=actors.nhung)
    say(poster, text="Vẫn thế", sent=key)
    assert (fresh(concern).state, fresh(concern).settled) == (HANDLING, False)

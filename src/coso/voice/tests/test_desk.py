"""A desk answers, hands up, joins; what nobody answers in time climbs by itself."""

import datetime as dt

import pytest

from coso.access.journal import StaleError
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.testing.days import on
from coso.voice.models import ANSWERED, CLOSED, HANDLING, RECEIVED, WAITING, Concern, GeneralAnswer
from coso.voice.night import settle_day
from coso.voice.permissions import READ
from coso.voice.services import desk
from coso.voice.services.intake import say_more
from coso.voice.testing import TEXT, fresh, night, now, say


def seen_by(user):
    return set(Concern.objects.visible_to(user, READ))


def test_the_chosen_desk_and_those_above_read_it(poster, tree, actors):
    mine, _ = say(poster)
    above, _ = say(poster, reader=tree.ward)
    top, _ = say(poster, reader=tree.province)
    assert seen_by(actors.nhung) == {mine}
    assert seen_by(actors.hanh) == {mine, above}
    assert seen_by(actors.chuyen) == {mine, above, top}
    for stranger in (actors.khach, actors.thay, actors.giay, actors.to, actors.kiem):
        assert seen_by(stranger) == set()


def test_a_manager_of_the_workplace_sees_neither_text_nor_count(concern, tree, actors):
    mark_manager(appointment=Appointment.objects.get(person=actors.people["nhung"]), day=clock.today(), by=actors.hanh)
    assert seen_by(actors.nhung) == set()
    assert seen_by(actors.pho) == {concern}


@pytest.mark.parametrize("deed", ["take", "answer", "ask", "wait"])
def test_a_deed_is_journaled_without_the_text(concern, actors, deed):
    facts = {"text": "Đã xem bếp"} if deed in ("answer", "ask") else {}
    desk.DEEDS[deed](seen=now(concern), by=actors.nhung, **facts)
    entry = Action.objects.get(verb=f"concern.{deed}")
    assert (entry.actor, entry.unit) == (actors.nhung.pk, concern.desk_id)
    assert entry.reason == f"#{concern.number}"
    assert entry.subject is None


def test_each_deed_moves_the_state_and_the_clock(concern, actors):
    desk.take(seen=now(concern), by=actors.nhung)
    assert (fresh(concern).state, fresh(concern).due) == (HANDLING, clock.today() + dt.timedelta(days=3))
    desk.wait_for_employer(seen=now(concern), by=actors.nhung)
    assert (fresh(concern).state, fresh(concern).due) == (WAITING, None)
    desk.answer(seen=now(concern), text="Xong", by=actors.nhung)
    assert (fresh(concern).state, fresh(concern).due) == (ANSWERED, clock.today() + dt.timedelta(days=7))
    desk.close(seen=now(concern), general="Bếp đã đổi nhà cung cấp.", by=actors.nhung)
    assert (fresh(concern).state, fresh(concern).told) == (CLOSED, clock.today())
    assert GeneralAnswer.objects.get().text == "Bếp đã đổi nhà cung cấp."


@pytest.mark.parametrize("deed", sorted(desk.DEEDS))
def test_a_stale_page_does_nothing(concern, actors, deed):
    old = now(concern)
    say_more(concern=concern, text="Còn nữa")
    facts = {"answer": {"text": "x"}, "ask": {"text": "x"}, "up": {"why": "x"}, "close": {"general": "x"}}
    facts |= {"split": {"text": "x"}, "note": {"text": "x"}}
    facts |= {"sort": {"topics": [], "urgency": 2}, "merge": {"into": "000000"}}
    before = Concern.objects.values().get()
    with pytest.raises(StaleError):
        desk.DEEDS[deed](seen=old, by=actors.nhung, **facts.get(deed, {}))
    assert Concern.objects.values().get() == before


@pytest.mark.parametrize("who", ["khach", "to", "kiem", "thay", "quan"])
def test_a_stranger_writes_nothing(concern, actors, who):
    with pytest.raises(StaleError):
        desk.answer(seen=now(concern), text="x", by=getattr(actors, who))
    assert fresh(concern).messages.count() == 1


def test_an_empty_answer_is_refused(concern, actors):
    with pytest.raises(RefusedError, match="Viết câu trả lời"):
        desk.answer(seen=now(concern), text=" \u200b", by=actors.nhung)


def test_handing_up_needs_a_reason_and_a_desk_above(concern, actors, tree):
    with pytest.raises(RefusedError, match="lý do"):
        desk.hand_up(seen=now(concern), why=" ", by=actors.nhung)
    desk.hand_up(seen=now(concern), why="Ngoài quyền của cơ sở", by=actors.nhung)
    desk.hand_up(seen=now(concern), why="Cần tỉnh", by=actors.hanh)
    assert fresh(concern).desk == tree.province
    with pytest.raises(RefusedError, match="cấp trên"):
        desk.hand_up(seen=now(concern), why="x", by=actors.chuyen)


def test_the_night_opens_the_duty_and_the_answer_closes_it(concern, actors):
    assert not Duty.objects.exists()
    night()
    duty = Duty.objects.get(kind="voice.answer")
    assert (duty.subject, duty.unit_id, duty.due) == (concern.uuid, concern.desk_id, concern.due)
    assert not [key for _word, key in differences() if key[0] == "voice.answer"]
    desk.answer(seen=now(concern), text="Xong", by=actors.nhung)
    duty.refresh_from_db()
    assert duty.done
    assert not [key for _word, key in differences() if key[0] == "voice.answer"]


def test_what_nobody_reads_climbs_level_by_level_and_stays_at_the_top(concern, tree):
    night(2)
    assert (fresh(concern).desk, fresh(concern).climbed) == (tree.ward, 1)
    night(4)
    night(6)
    night(9)
    row = fresh(concern)
    assert (row.desk, row.climbed, row.state) == (tree.province, 2, RECEIVED)
    assert Duty.objects.get(kind="voice.answer").unit == tree.province


def test_what_waits_for_the_employer_climbs_only_when_it_waits_too_long(concern, actors, tree):
    night()
    desk.wait_for_employer(seen=now(concern), by=actors.nhung)
    assert Duty.objects.still_open().get(subject=concern.uuid).due == clock.today() + dt.timedelta(days=7)
    night(14)
    assert fresh(concern).desk == tree.garment
    night(15)
    assert (fresh(concern).desk, fresh(concern).paused) == (tree.ward, 15)


def test_the_same_said_twice_is_answered_together(poster, actors):
    first, _ = say(poster)
    second, _ = say(poster, text=TEXT + " nữa")
    desk.merge(seen=now(second), into=f"#{first.number.lower()}", by=actors.nhung)
    desk.answer(seen=now(first), text="Đã đổi bếp", by=actors.nhung)
    assert fresh(second).messages.order_by("-n").first().text == "Đã đổi bếp"
    desk.close(seen=now(first), general="", by=actors.nhung)
    assert fresh(second).state == CLOSED


def test_a_concern_of_another_reader_is_not_joined(poster, tree, actors):
    mine, _ = say(poster)
    secret, _ = say(poster, reader=tree.ward)
    with pytest.raises(RefusedError, match="không có ý kiến nào khác"):
        desk.merge(seen=now(mine), into=secret.number, by=actors.nhung)


def test_a_correction_of_topics_and_urgency_is_kept(concern, actors):
    desk.sort_out(seen=now(concern), topics=["wage"], urgency=3, by=actors.nhung)
    row = fresh(concern)
    assert (row.topics, row.urgency, row.sorted_by_hand) == (["wage"], 3, True)
    assert row.due == clock.today() + dt.timedelta(days=1)


@pytest.mark.parametrize(("topics", "urgency"), [(["gold"], 1), ([], 4), ([], -1)])
def test_what_is_not_on_the_list_is_refused(concern, actors, topics, urgency):
    with pytest.raises(RefusedError):
        desk.sort_out(seen=now(concern), topics=topics, urgency=urgency, by=actors.nhung)


def test_the_night_changes_no_word_and_tells_no_order(poster):
    rows = [say(poster, text=f"{TEXT} {chr(97 + n)}")[0] for n in range(20)]
    said = {row.pk: row.messages.get().text for row in rows}
    night()
    assert {row.pk: row.messages.get().text for row in Concern.objects.all()} == said
    assert set(Concern.objects.values_list("settled", flat=True)) == {True}
    subjects = list(Duty.objects.filter(kind="voice.answer").order_by("pk").values_list("subject", flat=True))
    assert subjects != [row.uuid for row in rows]


def test_a_second_tick_of_the_night_does_nothing(concern):
    night()
    count = Action.objects.count()
    with on(clock.today() + dt.timedelta(days=1)):
        settle_day()
    assert Action.objects.count() == count

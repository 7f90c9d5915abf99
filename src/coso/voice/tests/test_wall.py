"""A manager of the workplace learns nowhere what was said, nor how much; units end and concerns are joined safely."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.lib import clock
from coso.register.models import Appointment, Unit
from coso.register.services.managers import mark_manager
from coso.register.services.seats import appoint
from coso.register.services.units import end_unit
from coso.testing.days import on
from coso.voice.models import CLOSED, HANDLING, Concern
from coso.voice.permissions import READ
from coso.voice.services import desk
from coso.voice.services.intake import Said, note_told, say_helped
from coso.voice.services.reports import confirm_week, report, week_of
from coso.voice.testing import TEXT, fresh, night, now, once, say

WHY = "Bếp của bà Mận cạnh cổng hai"


@pytest.fixture
def manager(concern, actors, tree):
    """The chair, who is a manager of the garment factory; and beside that an officer of the ward."""
    mark_manager(appointment=Appointment.objects.get(person=actors.people["nhung"]), day=clock.today(), by=actors.hanh)
    post = {"post": "managing_officer", "day": clock.today() - dt.timedelta(days=1)}
    appoint(person=actors.people["nhung"], unit=tree.ward, by=None, **post)
    return actors.nhung


@pytest.mark.parametrize("where", ["home", "owed", "concerns", "journal", "unit", "report"])
def test_a_manager_meets_no_trace_of_a_concern_on_any_page(client, concern, manager, actors, tree, where):
    desk.take(seen=now(concern), by=actors.pho)
    said = Said(once=once(), text="Bếp mặn", reader=tree.garment.code)
    report(unit=tree.line5, said=said, signed=False, by=actors.to)
    confirm_week(unit=tree.line5, week=week_of(clock.today()), by=actors.to)
    night(2)
    desk.hand_up(seen=now(concern), why=WHY, by=actors.pho)
    with on(clock.today() + dt.timedelta(days=2)):
        client.force_login(actors.pho)
        pages = {"unit": reverse("unit", args=[tree.garment.code])}
        page = pages.get(where) or reverse(where)
        client.force_login(manager)
        text = client.get(page).content.decode() + client.get(page, {"dv": tree.garment.code}).content.decode()
    for trace in (TEXT, WHY, concern.number, "Trả lời ý kiến", "1 ý kiến", "Nhận xử lý ý kiến"):
        assert trace not in text, trace


def test_others_do_see_the_duty_and_the_entry(client, concern, actors, tree):
    night()
    desk.take(seen=now(concern), by=actors.pho)
    client.force_login(actors.pho)
    assert "Trả lời ý kiến" in client.get(reverse("unit", args=[tree.garment.code])).content.decode()
    client.force_login(actors.hanh)
    assert concern.number in client.get(reverse("journal")).content.decode()


def test_an_entry_is_hidden_from_a_manager_by_its_address_too(client, concern, manager, actors):
    desk.take(seen=now(concern), by=actors.pho)
    entry = Action.objects.get(verb="concern.take")
    client.force_login(manager)
    assert client.get(reverse("action", args=[entry.pk])).status_code == 404


def test_who_may_not_read_concerns_sees_no_duty_of_them_at_the_unit(client, concern, actors, tree):
    night()
    client.force_login(actors.kiem)
    assert "Trả lời ý kiến" not in client.get(reverse("unit", args=[tree.garment.code])).content.decode()


def test_a_manager_confirms_no_week(concern, manager, tree):
    with pytest.raises(ForbiddenError, match="quản lý"):
        confirm_week(unit=tree.garment, week=week_of(clock.today()), by=manager)


# ── units that end ──


@pytest.mark.parametrize("heir", ["stranger", ""])
def test_what_a_unit_leaves_is_read_and_answered_by_whoever_goes_on(client, concern, tree, actors, heir):
    night()
    unit, who = (tree.stranger, actors.giay) if heir else (tree.ward, actors.hanh)
    end_unit(unit=tree.garment, day=clock.today(), heir=getattr(tree, heir, None), reason="Sáp nhập", by=actors.lanh)
    night()
    assert fresh(concern).desk == unit
    assert concern in Concern.objects.visible_to(who, READ)
    assert concern.uuid in {each.subject for each in owed_by(who, clock.today())}
    assert not [key for _word, key in differences() if key[0] == "voice.answer"]
    client.force_login(who)
    sent = {"turn": fresh(concern).turn, "text": "Đã đổi bếp"}
    assert client.post(reverse("concern_deed", args=[concern.uuid, "answer"]), sent).status_code == 302


def test_a_poster_of_a_unit_that_was_taken_in_speaks_to_its_heir(client, poster, tree, actors):
    end_unit(unit=tree.garment, day=clock.today(), heir=tree.stranger, reason="Sáp nhập", by=actors.lanh)
    poster.refresh_from_db()
    row, _digits = say(poster, reader=tree.stranger)
    assert (row.unit, row.reader) == (tree.stranger, tree.stranger)
    assert client.get(reverse("speak", args=[poster.mark])).status_code == 200


def test_a_manager_of_the_heir_does_not_read_what_was_said_before(concern, tree, actors):
    mark_manager(appointment=Appointment.objects.get(person=actors.people["giay"]), day=clock.today(), by=actors.khach)
    end_unit(unit=tree.garment, day=clock.today(), heir=tree.stranger, reason="Sáp nhập", by=actors.lanh)
    assert Unit.objects.get(pk=tree.garment.pk).heir == tree.stranger
    assert not Concern.objects.visible_to(actors.giay, READ).exists()


# ── joined, reopened ──


@pytest.fixture
def two(poster, concern):
    return concern, say(poster, text=f"{TEXT} nữa")[0]


def test_nothing_is_joined_with_what_was_answered(two, actors):
    first, second = two
    desk.answer(seen=now(first), text="Xong", by=actors.nhung)
    with pytest.raises(RefusedError, match="chờ trả lời"):
        desk.merge(seen=now(second), into=first.number, by=actors.nhung)


def test_joining_brings_nothing_down_that_has_climbed(two, actors, tree):
    first, second = two
    desk.hand_up(seen=now(first), why="Ngoài quyền", by=actors.nhung)
    with pytest.raises(RefusedError, match="chờ trả lời"):
        desk.merge(seen=now(first), into=second.number, by=actors.nhung)
    desk.merge(seen=now(second), into=first.number, by=actors.nhung)
    assert fresh(second).desk == tree.ward


@pytest.mark.parametrize("deed", sorted(desk.DEEDS))
def test_what_was_joined_is_dealt_with_there(two, actors, deed):
    first, second = two
    desk.merge(seen=now(second), into=first.number, by=actors.nhung)
    facts = {"answer": {"text": "x"}, "ask": {"text": "x"}, "up": {"why": "x"}, "close": {"general": "x"}}
    facts |= {"split": {"text": "x"}, "note": {"text": "x"}}
    facts |= {"sort": {"topics": [], "urgency": 2}, "merge": {"into": first.number}}
    with pytest.raises(RefusedError, match="gộp"):
        desk.DEEDS[deed](seen=now(second), by=actors.nhung, **facts.get(deed, {}))


def test_the_joined_climbs_along_and_keeps_its_urgency_and_day(two, actors, tree):
    first, second = two
    desk.sort_out(seen=now(second), topics=[], urgency=3, by=actors.nhung)
    due = fresh(second).due
    desk.merge(seen=now(second), into=first.number, by=actors.nhung)
    assert (fresh(first).urgency, fresh(first).due) == (3, due)
    night(2)
    assert [fresh(each).desk for each in two] == [tree.ward, tree.ward]


def test_what_a_joined_one_was_not_told_does_not_count_as_told(two, actors):
    first, second = two
    desk.merge(seen=now(second), into=first.number, by=actors.nhung)
    desk.answer(seen=now(first), text="Xong", by=actors.nhung)
    note_told(fresh(first))
    desk.close(seen=now(first), general="", by=actors.nhung)
    assert (fresh(second).state, fresh(second).told) == (CLOSED, None)


@pytest.mark.parametrize("joined", [False, True])
def test_what_did_not_help_is_back_on_a_desk_with_a_duty(two, actors, joined):
    first, second = two
    night()
    desk.answer(seen=now(first), text="x", by=actors.nhung) if not joined else None
    if joined:
        desk.merge(seen=now(first), into=second.number, by=actors.nhung)
        desk.answer(seen=now(second), text="x", by=actors.nhung)
    say_helped(concern=first, helped=False)
    assert not [key for _word, key in differences() if key[0] == "voice.answer"]
    night()
    row = fresh(first)
    assert (row.state, row.merged_into) == (HANDLING, None)
    assert Duty.objects.still_open().filter(kind="voice.answer", subject=row.uuid).exists()
    assert not [key for _word, key in differences() if key[0] == "voice.answer"]

"""The board: a place that heats up stands first with its reasons; what is done about it is kept; managers see none."""

import datetime as dt
import secrets

import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.voice.care import board
from coso.voice.models import ACCEPTED, DISMISSED, NOTED, WATCHED, CareNote, Concern
from coso.voice.services.care import care, notes_of

WAGE = {"topics": ["wage"], "urgency": 2, "collective": True, "heat": 5, "people": "group"}


def spoke(unit, reader, days_ago, **facts):
    """A concern of some days ago, as the night left it."""
    day = clock.today() - dt.timedelta(days=days_ago)
    row = Concern(unit=unit, reader=reader, desk=reader, received=day, due=day, settled=True, **{**WAGE, **facts})
    row.save()
    return row


@pytest.fixture
def brewing(tree):
    for days_ago in (0, 0, 1, 1, 2, 3, 4):
        spoke(tree.line5 if days_ago % 2 else tree.cutting, tree.garment, days_ago)
    spoke(tree.garment, tree.garment, 1, urgency=3)
    spoke(tree.garment, tree.garment, 0, urgency=3)
    for week in range(2, 8):
        spoke(tree.school, tree.school, week * 7, urgency=1, heat=0, topics=["leave"], collective=False)
    return tree


def test_a_place_that_heats_up_stands_first_with_its_reasons(brewing, actors):
    first, second = board(actors.chuyen, clock.today())
    assert (first.unit, second.unit) == (brewing.garment, brewing.school)
    assert first.found.score > 30 > second.found.score
    assert sum(reason.points for reason in first.main) == first.found.score
    assert first.weeks[-1] == 9


def test_the_score_counts_only_what_its_reader_may_read(brewing, actors):
    spoke(brewing.garment, brewing.province, 0, urgency=3)
    (mine,) = board(actors.nhung, clock.today())
    assert mine.weeks[-1] == 9
    assert board(actors.chuyen, clock.today())[0].weeks[-1] == 10
    assert board(actors.khach, clock.today()) == []


def test_a_manager_of_the_workplace_finds_nothing(brewing, actors, client):
    mark_manager(appointment=Appointment.objects.get(person=actors.people["nhung"]), day=clock.today(), by=actors.hanh)
    assert board(actors.nhung, clock.today()) == []
    client.force_login(actors.nhung)
    assert client.get(reverse("place", args=[brewing.garment.code])).status_code == 404
    with pytest.raises(ForbiddenError):
        care(unit=brewing.garment, deed=ACCEPTED, text="", by=actors.nhung)


def test_groups_of_few_people_are_not_told_apart(brewing, actors):
    (mine,) = board(actors.nhung, clock.today())
    assert not [reason for reason in mine.found.reasons if reason.key.startswith("spread")]


def test_what_is_done_about_a_place_is_kept_in_order(brewing, actors):
    care(unit=brewing.garment, deed=WATCHED, text="", by=actors.hanh)
    care(unit=brewing.garment, deed=ACCEPTED, text="", by=actors.hanh)
    care(unit=brewing.garment, deed=NOTED, text="Đã gặp tổ trưởng hai chuyền", by=actors.hanh)
    assert [row.deed for row in notes_of(brewing.garment)] == [ACCEPTED, NOTED]
    assert CareNote.objects.order_by("pk").first().until == clock.today() + dt.timedelta(days=1)
    assert Action.objects.filter(verb="care.noted").get().reason == "Đã gặp tổ trưởng hai chuyền"


@pytest.mark.parametrize("deed", [DISMISSED, NOTED])
def test_dismissing_and_noting_need_words(brewing, actors, deed):
    with pytest.raises(RefusedError, match="lý do"):
        care(unit=brewing.garment, deed=deed, text=" ", by=actors.hanh)


@pytest.mark.parametrize("who", ["thay", "khach", "kiem", "to"])
def test_strangers_do_nothing(brewing, actors, who):
    with pytest.raises(ForbiddenError):
        care(unit=brewing.garment, deed=ACCEPTED, text="", by=getattr(actors, who))


def test_the_board_leads_to_the_first_hour(brewing, actors, client):
    client.force_login(actors.hanh)
    text = client.get(reverse("places")).content.decode()
    assert reverse("place", args=[brewing.garment.code]) in text
    page = reverse("place", args=[brewing.garment.code])
    assert "Giờ đầu" not in client.get(page).content.decode()
    client.post(reverse("place_care", args=[brewing.garment.code]), {"deed": "accepted"})
    assert "Giờ đầu" in client.get(page).content.decode()
    back = client.post(reverse("place_care", args=[brewing.garment.code]), {"deed": "dismissed", "text": " "})
    assert back.status_code == 422
    assert (
        client.post(reverse("place_care", args=[brewing.garment.code]), {"deed": secrets.token_hex(4)}).status_code
        == 422
    )


def test_the_board_reads_in_a_fixed_number_of_queries(brewing, actors, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        board(actors.chuyen, clock.today())


def test_the_list_narrows_to_a_place(brewing, actors, client):
    client.force_login(actors.chuyen)
    inside = client.get(reverse("concerns"), {"dv": brewing.school.code}).content.decode()
    assert "6 dòng" in inside
    assert client.get(reverse("concerns"), {"dv": "nope"}).status_code == 404

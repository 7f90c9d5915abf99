"""A group leader writes down what was heard, also twice and late; a week is confirmed from it."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.voice.models import Concern, Week
from coso.voice.services.desk import answer
from coso.voice.services.intake import Said
from coso.voice.services.reports import confirm_week, report, round_up, week_of
from coso.voice.testing import now, once

SCRIPT = {"X-Report": "1"}


def form(tree, **more):
    return {"form_key": once(), "unit": tree.line5.code, "text": "Bếp mặn", "reader": tree.garment.code, **more}


def heard(tree, by, text="Bếp mặn", reader=None, signed=True):
    said = Said(once=once(), text=text, reader=(reader or tree.garment).code, heat=3)
    return Concern.objects.get(pk=report(unit=tree.line5, said=said, signed=signed, by=by).key)


def test_what_is_written_down_reaches_the_desk_under_the_group(client, tree, actors):
    client.force_login(actors.to)
    before = Action.objects.count()
    assert client.post(reverse("report"), form(tree, signed="1", people="some")).status_code == 302
    row = Concern.objects.get()
    assert (row.unit, row.desk, row.author, row.channel) == (tree.line5, tree.garment, actors.to.pk, "leader")
    assert Action.objects.count() == before


def test_without_the_tick_nobody_knows_who_wrote(client, tree, actors):
    client.force_login(actors.to)
    client.post(reverse("report"), form(tree))
    assert Concern.objects.get().author is None
    assert "Bếp mặn" not in client.get(reverse("report")).content.decode()


def test_reports_delivered_twice_are_taken_once(client, tree, actors):
    client.force_login(actors.to)
    kept = [form(tree, text=f"Việc {n}", signed="1") for n in range(12)]
    for sent in [*kept, *reversed(kept)]:
        assert client.post(reverse("report"), sent, headers=SCRIPT).json() == {"taken": sent["form_key"]}
    assert Concern.objects.count() == 12


def test_two_hundred_reports_of_seven_days_delivered_twice_are_two_hundred(tree, actors):
    kept = [Said(once=once(), text=f"Việc {n}", reader=tree.garment.code) for n in range(200)]
    for said in [*kept, *reversed(kept)]:
        report(unit=tree.line5, said=said, signed=True, by=actors.to)
    assert Concern.objects.count() == 200


def test_a_refused_report_says_why_to_the_script(client, tree, actors):
    client.force_login(actors.to)
    back = client.post(reverse("report"), form(tree, text=" "), headers=SCRIPT)
    assert back.status_code == 422
    assert back.json() == {"wrong": ["Xin viết chuyện đang xảy ra."]}


def test_the_answer_stands_on_the_page_to_be_forwarded(client, tree, actors):
    row = heard(tree, actors.to)
    answer(seen=now(row), text="Đã nhắc bếp.", by=actors.nhung)
    client.force_login(actors.to)
    text = client.get(reverse("report")).content.decode()
    assert "Đã nhắc bếp." in text
    assert f'data-copy="answer{row.key}"' in text
    assert "1 đã trả lời" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("who", ["thay", "khach", "giay"])
def test_nobody_reports_about_a_group_that_is_not_theirs(client, tree, actors, who):
    client.force_login(getattr(actors, who))
    assert client.post(reverse("report"), form(tree)).status_code == 404
    with pytest.raises(ForbiddenError):
        heard(tree, getattr(actors, who))
    assert not Concern.objects.exists()


def test_a_week_tells_what_was_written_for_the_union_and_not_what_went_past_it(tree, actors):
    heard(tree, actors.to)
    heard(tree, actors.to, reader=tree.ward)
    found = round_up(tree.line5, week_of(clock.today()))
    assert found.n == 1
    assert found.text.startswith("1 ý kiến")


def test_a_week_is_confirmed_once_and_nothing_counts_too(client, tree, actors):
    client.force_login(actors.to)
    monday = week_of(clock.today())
    sent = {"unit": tree.line5.code, "week": monday.isoformat()}
    client.post(reverse("report_week"), sent)
    client.post(reverse("report_week"), sent)
    row = Week.objects.get()
    assert (row.unit, row.quiet, row.n) == (tree.line5, True, 0)
    assert "Không có gì" in client.get(reverse("report")).content.decode()


@pytest.mark.parametrize("days", [7, -14, 3])
def test_only_this_week_and_the_last_can_be_confirmed(tree, actors, days):
    with pytest.raises(RefusedError, match="tuần"):
        confirm_week(unit=tree.line5, week=week_of(clock.today()) + dt.timedelta(days=days), by=actors.to)


@pytest.mark.parametrize("week", ["", "2026-13-01", "x" * 400])
def test_a_week_that_is_no_day_is_not_found(client, tree, actors, week):
    client.force_login(actors.to)
    sent = {"unit": tree.line5.code, "week": week}
    assert client.post(reverse("report_week"), sent).status_code == 404


def test_the_script_of_the_page_keeps_itself_for_when_there_is_no_line(client, tree, actors):
    client.force_login(actors.to)
    back = client.get(reverse("report_worker"))
    assert back.headers["Content-Type"] == "text/javascript"
    assert reverse("report") in back.content.decode()


def test_who_has_no_group_and_no_union_finds_no_page(client, actors):
    client.force_login(actors.kiem)
    assert client.get(reverse("report")).status_code == 404

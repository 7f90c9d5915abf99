"""Home: a few lines of what I owe, the worst kind first, the rest behind a list; and each post's first screen."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coso.access.journal import act
from coso.access.models import Action
from coso.duties.models import Duty
from coso.grading.testing.rounds import start_round
from coso.lib.keys import new_key
from coso.register.models import Appointment, Unit
from coso.register.services.people import add_member
from coso.register.services.seats import assign_portfolio
from coso.register.testing.tree import START
from coso.testing.forms import forms_of, send

DAY = dt.timedelta(days=1)
APPRAISE, PETITION, EMPTY = "grading.appraise", "grading.petition", "register.empty_chair"


def owe(unit, kind, subjects, due, opened=START):
    facts = {"kind": kind, "unit_id": unit.pk, "opened": opened, "due": due}
    with act(by=None, verb="test") as a:
        a.write(Duty, {new_key(): {**facts, "subject": subject} for subject in subjects})


def keys(n):
    return [new_key() for _n in range(n)]


@pytest.fixture
def much(tree, actors, today):
    """What a ward of a province owes: two kinds, forty of the one, six long overdue of the other."""
    owe(tree.ward, APPRAISE, keys(40), today + 9 * DAY, today - 2 * DAY)
    owe(tree.ward, EMPTY, keys(6), today - 30 * DAY)


def home(client, who):
    client.force_login(who)
    return client.get(reverse("home"))


def test_home_groups_by_kind_with_the_worst_first_and_folds_the_rest(client, much, actors):
    page = home(client, actors.hanh)
    heaps = [(heap.key, heap.n, heap.late, heap.new, len(heap.rows)) for heap in page.context["heaps"]]
    assert heaps == [(EMPTY, 6, 6, 0, 3), (APPRAISE, 40, 0, 40, 3)]
    text = page.content.decode()
    assert text.count("<li>") < 20
    assert f"{reverse('owed')}?loai={APPRAISE}" in text
    assert "40 việc mới trong tuần" in text


def test_a_province_costs_home_no_more_queries_than_a_village(client, tree, actors, today, django_assert_num_queries):
    assign_portfolio(
        units=[tree.garment], seat=Appointment.objects.get(person__user=actors.hanh).seat, day=START, by=None
    )
    for n in (10, 400):
        owe(tree.ward, APPRAISE, keys(n), today + DAY)
        owe(tree.ward, EMPTY, keys(n), today - DAY)
        client.force_login(actors.hanh)
        with django_assert_num_queries(17):
            client.get(reverse("home"))


def test_seven_lines_of_a_chair_stand_in_one_list(client, tree, actors, today):
    owe(tree.garment, "grading.submit", keys(9), today + DAY)
    page = home(client, actors.nhung)
    assert (len(page.context["flat"]), page.context["heaps"]) == (7, [])
    assert "Xem tất cả 9" in page.content.decode()


def test_the_list_of_a_kind_has_every_duty_of_it_and_no_other(client, much, actors):
    client.force_login(actors.hanh)
    listed = client.get(reverse("owed") + f"?loai={EMPTY}").context["list"]
    assert (listed.count, {row.duty.kind for row in listed.rows}) == (6, {EMPTY})
    assert client.get(reverse("owed") + "?xem=moi").context["list"].count == 40
    assert client.get(reverse("owed") + "?xem=qua-han").context["list"].count == 6


def test_nobody_is_shown_what_others_owe(client, much, actors):
    client.force_login(actors.khach)
    assert client.get(reverse("owed")).context["list"].count == 0


# ── each post's first screen ──


def test_the_leader_sees_targets_late_desks_and_places_that_need_care(client, a_round, tree, actors, today):
    owe(tree.ward, EMPTY, [tree.school.pk], today - 34 * DAY)
    text = home(client, actors.lanh).content.decode()
    assert "Sáng nay" in text
    assert "Khu vực ngoài nhà nước" in text
    assert "1 việc quá hạn, lâu nhất 34 ngày" in text
    assert "quá hạn kiện toàn chủ tịch 34 ngày" in text
    assert "Sáng nay" not in home(client, actors.hanh).content.decode()


def test_an_officer_sees_why_a_union_in_her_care_waits_whom_to_call_and_when_she_last_did(
    client, a_round, tree, actors, today
):
    seat = Appointment.objects.get(person__user=actors.hanh).seat
    assign_portfolio(units=[tree.garment, tree.school], seat=seat, day=START, by=None)
    person = actors.people["nhung"]
    with act(by=None, verb="test") as a:
        a.write(type(person), {person.pk: {"phone": "0912345678"}})
    at = dt.datetime(2026, 11, 3, 3, tzinfo=dt.UTC)
    Action.objects.create(at=at, until=at, actor=actors.hanh.pk, verb="duty.remind", unit=tree.garment.pk)
    text = home(client, actors.hanh).content.decode()
    assert "Hồ sơ tôi phụ trách" in text
    assert "tel:0912345678" in text
    assert "03/11/2026" in text
    assert "Chấm điểm và gửi bảng chấm" in text


def test_who_inspects_sees_what_is_due_for_a_check(client, a_round, actors):
    text = home(client, actors.kiem).content.decode()
    assert "Đến kỳ kiểm tra" in text
    assert f"{reverse('sheets', args=[2026])}?step=self" in text


@pytest.mark.parametrize("post", ["inspection_head", "inspection_member"])
def test_the_inspection_committee_of_a_union_sees_what_is_due_for_a_check_there(post, client, a_round, tree, actors):
    account = actors._actor("head", tree.garment, post)
    text = home(client, account).content.decode()
    assert "Đến kỳ kiểm tra" in text
    assert f"{reverse('sheets', args=[2026])}?step=self" in text
    rows = client.get(reverse("sheets", args=[2026])).context["rows"]
    assert [row.sheet.unit_id for row in rows] == [tree.garment.pk]
    assert client.get(reverse("sheet", args=[rows[0].sheet.pk])).context["scoring"] is False
    assert client.get(reverse("journal")).status_code == 200


@pytest.fixture
def group(tree, actors):
    add_member(unit=tree.line5, day=START, values={"name": "Lê Hoa"}, by=None)
    return tree.line5


def test_a_group_leader_sees_her_group_and_not_the_union(client, group, tree, actors):
    text = home(client, actors.to).content.decode()
    assert "Tổ Chuyền 5" in text
    assert reverse("members_group", args=[group.code]) in text
    assert "2 người thiếu thông tin" in text
    assert "CĐCS May Lam Trà" not in text


def test_she_confirms_her_list_and_the_page_says_so_with_the_day(client, group, actors, today):
    client.force_login(actors.to)
    page = reverse("members_group", args=[group.code])
    assert send(client, page, note="Chị Hoa nghỉ việc").status_code == 302
    text = client.get(page).content.decode()
    assert f"Đã xác nhận ngày {today:%d/%m/%Y}: 2 đoàn viên. Chị Hoa nghỉ việc" in text
    noted = Action.objects.get(verb="group.confirm")
    assert (noted.actor, noted.unit) == (actors.to.pk, group.pk)


def test_signs_that_nobody_sees_are_no_remark_and_the_page_leads_to_who_lacks_a_detail(client, group, actors):
    client.force_login(actors.to)
    page = reverse("members_group", args=[group.code])
    send(client, page, note="\u200b")
    text = client.get(page).content.decode()
    assert "việc cần làm của ban chấp hành" not in text
    assert f'href="{reverse("members")}?dv={group.code}"' in text


def test_what_she_says_is_not_right_is_owed_by_the_committee_until_it_is_handled(client, group, tree, actors):
    client.force_login(actors.to)
    page = reverse("members_group", args=[group.code])
    send(client, page, note="Chị Hoa nghỉ việc")
    owed = Duty.objects.still_open().get(kind="members.group_remark")
    assert owed.unit == tree.garment
    answering = reverse("group_remark", args=[owed.subject])
    assert answering in client.get(page).content.decode()
    assert answering in home(client, actors.nhung).content.decode()
    assert "Chị Hoa nghỉ việc" in client.get(answering).content.decode()
    assert send(client, answering, outcome="mended", answer="Đã cho thôi").status_code == 302
    assert not Duty.objects.still_open().filter(kind="members.group_remark").exists()
    client.force_login(actors.to)
    assert "Đã cho thôi" in client.get(page).content.decode()


def test_two_remarks_are_two_duties_and_one_is_answered_once(client, group, actors):
    client.force_login(actors.to)
    page = reverse("members_group", args=[group.code])
    for note in ("Chị Hoa nghỉ việc", "Thiếu anh Nam"):
        assert send(client, page, note=note).status_code == 302
    first, _second = Duty.objects.still_open().filter(kind="members.group_remark").order_by("pk")
    client.force_login(actors.nhung)
    answering = reverse("group_remark", args=[first.subject])
    stale = next(form for form in forms_of(client.get(answering).content.decode(), answering) if "answer" in form.names)
    said = stale.filled({"outcome": "kept", "answer": "Đã hỏi lại"})
    assert client.post(answering, said).status_code == 302
    said["once"] = [str(uuid.uuid4())]
    assert client.post(answering, said).status_code == 422
    assert Duty.objects.still_open().filter(kind="members.group_remark").count() == 1


def test_a_list_that_changed_while_it_was_read_is_not_confirmed(client, group, actors):
    client.force_login(actors.to)
    page = reverse("members_group", args=[group.code])
    shown = client.get(page).context["found"].mark
    add_member(unit=group, day=START, values={"name": "Vi Văn Nam"}, by=None)
    answer = client.post(page, {"shown": shown, "note": ""})
    assert answer.status_code == 422
    assert not Action.objects.filter(verb="group.confirm").exists()
    assert send(client, page, note="").status_code == 302


def test_the_leader_of_one_group_confirms_no_other(client, tree, actors):
    client.force_login(actors.to)
    assert client.get(reverse("members_group", args=[tree.cutting.code])).status_code == 404
    assert Unit.objects.filter(pk=tree.cutting.pk).exists()


# ── grading opens on the round under way ──


def test_grading_opens_on_the_round_under_way_when_the_next_year_is_opened_early(
    client, a_round, tree, actors, model_rubric
):
    start_round(tree, model_rubric, year=2027)
    client.force_login(actors.lanh)
    assert client.get(reverse("grading")).context["year"] == 2026

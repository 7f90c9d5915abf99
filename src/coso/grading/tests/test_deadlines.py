"""More time for single unions or a whole branch, who is late, and the reminder that is noted once a day."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from coso.access.journal.undo import BlockedError, blockers, undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty, Extension
from coso.duties.overdue import lateness, reminder
from coso.duties.reminders import AlreadyRemindedError, remind
from coso.grading.duty_groups import OfRound
from coso.grading.models import Sheet
from coso.grading.services.deadlines import extend_deadlines
from coso.grading.services.scoring import submit_sheet
from coso.grading.testing.year import again, fill_in
from coso.testing.days import on
from coso.testing.forms import forms_of, send

D = dt.date
LATER = D(2026, 12, 31)
FLOOD = "bão số 9"


def sheets(a_round, *units):
    return list(Sheet.objects.filter(round=a_round, unit__in=units).select_related("unit", "round__unit"))


def extend(a_round, by, *units, step="self", due=LATER, why=FLOOD):
    return extend_deadlines(round_=a_round, sheets=sheets(a_round, *units), step=step, due=due, why=why, by=by)


def test_a_whole_branch_gets_a_later_day_in_one_action(a_round, tree, actors):
    extend(a_round, actors.hanh, tree.garment, tree.school)
    duties = Duty.objects.filter(kind="grading.submit")
    assert set(duties.filter(unit__in=[tree.garment, tree.school]).values_list("due", "extended_why")) == {
        (LATER, FLOOD)
    }
    assert duties.get(unit=tree.stranger).due == D(2026, 12, 1)
    assert Action.objects.filter(verb="duty.extend").count() == 1


def test_a_later_day_holds_for_a_step_that_is_still_to_come(a_round, sheet, tree, actors):
    extend(a_round, actors.hanh, tree.garment, step="appraise")
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    assert Duty.objects.get(kind="grading.appraise").due == LATER


def test_the_same_step_can_be_extended_again(a_round, tree, actors):
    extend(a_round, actors.hanh, tree.garment)
    extend(a_round, actors.hanh, tree.garment, due=LATER + dt.timedelta(days=3))
    assert Extension.objects.get().due == LATER + dt.timedelta(days=3)


@pytest.mark.parametrize(
    "wrong",
    [{"why": " "}, {"due": D(2026, 11, 30)}, {"due": D(2206, 12, 30)}, {"step": "council"}, {"step": "nonsense"}],
)
def test_what_cannot_be_extended_is_refused(a_round, tree, actors, wrong):
    with pytest.raises(RefusedError):
        extend(a_round, actors.hanh, tree.garment, **wrong)
    assert not Extension.objects.exists()


def test_a_step_that_is_over_cannot_be_extended(a_round, sheet, tree, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    with pytest.raises(RefusedError):
        extend(a_round, actors.hanh, tree.garment)


@pytest.mark.parametrize("who", ["khach", "nhung", "kiem", "quan"])
def test_only_the_managing_union_and_the_province_give_more_time(a_round, tree, actors, who):
    with pytest.raises(ForbiddenError):
        extend(a_round, getattr(actors, who), tree.garment)
    assert extend(a_round, actors.chuyen, tree.garment)


def test_a_round_is_not_taken_back_under_more_time_that_was_given(a_round, tree, actors):
    given = extend(a_round, actors.hanh, tree.garment, step="appraise")
    opened = Action.objects.get(verb="round.open")
    with pytest.raises(BlockedError) as told:
        undo(action=opened, reason="nhầm", by=None)
    assert {(each.table, each.since) for each in told.value.blockers} == {("duties.extension", given.id)}
    undo(action=Action.objects.get(pk=given.id), reason="nhầm", by=actors.hanh)
    assert not list(blockers(opened))


def test_a_branch_is_chosen_on_a_page_and_previewed(client, a_round, tree, actors):
    client.force_login(actors.chuyen)
    url = reverse("extend_branch", args=[a_round.pk])
    shown = client.get(f"{url}?dv={tree.ward.code}")
    assert len(shown.context["chosen"]) == 2
    data = {"dv": tree.ward.code, "x-step": "self", "x-due": LATER.isoformat(), "x-why": FLOOD}
    assert client.post(url, data).url == reverse("round", args=[a_round.pk])
    assert Extension.objects.count() == 2


def test_an_officer_extends_only_in_the_own_branch(client, a_round, tree, actors):
    client.force_login(actors.hanh)
    shown = client.get(reverse("extend_branch", args=[a_round.pk]) + f"?dv={tree.other_ward.code}")
    assert [code for code, _name in shown.context["branches"]] == [tree.ward.code]
    assert not shown.context["chosen"]


def test_ticked_sheets_are_extended_from_the_list(client, a_round, sheet, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("extend_ticked", args=[2026])
    stranger = Sheet.objects.get(unit=tree.stranger)
    shown = client.post(url, {"sheet": [sheet.pk, stranger.pk]})
    assert [row.pk for row in shown.context["chosen"]] == [sheet.pk]
    data = {"sheet": sheet.pk, "x-step": "self", "x-due": "2026-11-01", "x-why": FLOOD}
    assert client.post(url, data).status_code == 422
    client.post(url, {**data, "x-due": LATER.isoformat()})
    assert Extension.objects.get().subject == sheet.pk
    assert not client.post(url, {}).context["chosen"]


def test_all_that_the_filter_shows_is_more_than_the_page(client, a_round, tree, actors):
    client.force_login(actors.chuyen)
    data = {"all": "1", "step": "self", "x-step": "self", "x-due": LATER.isoformat(), "x-why": FLOOD}
    client.post(reverse("extend_ticked", args=[2026]), data)
    assert Extension.objects.count() == 3


def test_only_who_acts_for_the_round_gives_its_own_steps_more_time(client, a_round, tree, actors):
    url = reverse("extend_branch", args=[a_round.pk])
    for step in ("decide", "publish"):
        with pytest.raises(ForbiddenError):
            extend(a_round, actors.hanh, tree.garment, step=step, due=D(2027, 5, 1))
    for who, offered in ((actors.hanh, False), (actors.chuyen, True)):
        client.force_login(who)
        steps = dict(client.get(url).context["form"].fields["step"].choices)
        assert "appraise" in steps
        assert ("decide" in steps) is offered
    extend(a_round, actors.chuyen, tree.garment, step="decide", due=D(2027, 5, 1))
    action = Action.objects.get(verb="duty.extend")
    with pytest.raises(ForbiddenError):
        undo(action=action, reason="x", by=actors.hanh)
    undo(action=action, reason="x", by=actors.chuyen)


def test_who_is_late_is_counted_by_managing_union_and_step(a_round, sheet, tree, actors):
    fill_in(sheet, actors.nhung)
    with on(D(2026, 12, 1)):
        submit_sheet(sheet=again(sheet), by=actors.nhung)
    rows = lateness(OfRound(a_round), Sheet.objects.all(), D(2026, 12, 8))
    ward, other = rows
    # Ward: the school's sheet (1/12) is 7 days late, the appraisal (4/12) 4 days; the garment union was in time.
    assert (ward.unit, ward.total, ward.worst, ward.whole.due, ward.whole.in_time) == (tree.ward.id, 2, 7, 3, 1)
    assert (other.unit, other.total, other.rates["grading.submit"].in_time) == (tree.other_ward.id, 1, 0)


def test_a_later_day_that_was_given_counts_as_in_time(a_round, tree, actors):
    extend(a_round, actors.chuyen, tree.garment, tree.school, tree.stranger)
    assert not any(row.total for row in lateness(OfRound(a_round), Sheet.objects.all(), D(2026, 12, 8)))


def test_the_text_names_who_owes_what_and_where_it_is_done(a_round, tree):
    day = D(2026, 12, 8)
    text = reminder(OfRound(a_round), lateness(OfRound(a_round), Sheet.objects.all(), day), day, "https://coso.vn/")
    assert "– Công đoàn phường Hồng: Chấm điểm và gửi bảng chấm: 2 (quá hạn lâu nhất 7 ngày)" in text
    assert text.endswith("https://coso.vn/")
    assert "<" not in text


def test_the_late_list_takes_as_many_queries_for_a_province_as_for_a_ward(a_round, tree, django_assert_num_queries):
    with django_assert_num_queries(6):
        lateness(OfRound(a_round), Sheet.objects.filter(unit=tree.garment), D(2026, 12, 8))
    with django_assert_num_queries(6):
        lateness(OfRound(a_round), Sheet.objects.all(), D(2026, 12, 8))


def test_a_reminder_is_noted_and_not_sent_twice_the_same_day(a_round, tree, actors):
    remind(group=OfRound(a_round), unit=tree.ward, text="nhắc", by=actors.chuyen)
    with pytest.raises(AlreadyRemindedError):
        remind(group=OfRound(a_round), unit=tree.ward, text="nhắc", by=actors.chuyen)
    remind(group=OfRound(a_round), unit=tree.other_ward, text="nhắc", by=actors.chuyen)
    remind(group=OfRound(a_round), unit=tree.ward, text="nhắc", again=True, by=actors.chuyen)
    assert Action.objects.filter(verb="duty.remind").count() == 3


def test_a_reminder_to_all_covers_each(a_round, tree, actors):
    remind(group=OfRound(a_round), unit=tree.province, text="nhắc", by=actors.chuyen)
    with pytest.raises(AlreadyRemindedError):
        remind(group=OfRound(a_round), unit=tree.ward, text="nhắc", by=actors.chuyen)


def test_the_page_copies_asks_before_repeating_and_needs_no_script(client, a_round, tree, actors):
    url = reverse("late", args=[a_round.pk])
    with on(D(2026, 12, 8)):
        client.force_login(actors.chuyen)
        page = client.get(url).content.decode()
        assert "readonly" in page
        assert "Sao chép để gửi Zalo" in page
        client.post(url)
        again_ = client.post(url)
        assert "nhac=1" in again_.url
        assert "Nhắc lại" in client.get(again_.url).content.decode()
        client.post(url, {"again": "1"})
    assert Action.objects.filter(verb="duty.remind").count() == 2


def test_nobody_late_is_said(client, a_round, actors):
    with on(D(2026, 11, 30)):
        client.force_login(actors.chuyen)
        assert "Chưa có việc nào đến hạn" in client.get(reverse("late", args=[a_round.pk])).content.decode()


def test_an_officer_sees_the_own_branch_only(client, a_round, tree, actors):
    with on(D(2026, 12, 8)):
        client.force_login(actors.khach)
        page = client.get(reverse("late", args=[a_round.pk])).content.decode()
    assert "Công đoàn phường Trà" in page
    assert "Công đoàn phường Hồng" not in page


def test_a_reminder_goes_to_nobody_else_than_the_address_names(client, a_round, tree, actors):
    url = reverse("late", args=[a_round.pk])
    with on(D(2026, 12, 8)):
        client.force_login(actors.chuyen)
        for code in ("CD99999", tree.garment.code, "x\r\ny"):
            assert client.post(f"{url}?{urlencode({'dv': code})}").status_code == 404
    assert not Action.objects.filter(verb="duty.remind").exists()


def test_no_reminder_is_noted_where_nobody_is_late(client, a_round, actors):
    with on(D(2026, 11, 30)):
        client.force_login(actors.chuyen)
        told = client.post(reverse("late", args=[a_round.pk]), follow=True)
    assert "Không có nơi nào chậm" in told.content.decode()
    assert not Action.objects.filter(verb="duty.remind").exists()


def test_an_officer_is_offered_the_reminders_that_the_officer_may_note(client, a_round, tree, actors):
    url = reverse("late", args=[a_round.pk])
    with on(D(2026, 12, 8)):
        client.force_login(actors.khach)
        assert "Chọn một đơn vị" in client.get(url).content.decode()
        assert not [form for form in forms_of(client.get(url).content.decode(), url) if form.action == url]
        assert client.post(url).status_code == 403
        send(client, f"{url}?dv={tree.other_ward.code}")
    assert Action.objects.get(verb="duty.remind").unit == tree.other_ward.pk

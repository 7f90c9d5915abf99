"""Letters that amend a whole round (R16). Sums were worked out by hand for the model rubric."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.grading.models import AmendedLine, Amendment, Sheet
from coso.grading.services.amendments import Letter, amend_round, foresee_amendment
from coso.grading.services.appraisal import appraise_line, ask_supplement, finish_appraisal
from coso.grading.services.decisions import decide_sheets, reopen_sheet
from coso.grading.services.rounds import refresh_figures
from coso.grading.services.scoring import score_line, submit_sheet
from coso.grading.testing.year import again, appraise_all, fill_in, line, to_decision

D = dt.date
DAY = D(2026, 10, 12)


def letter(**said):
    plain = {"number": "45/LĐLĐ", "dated": DAY, "reason": "phần mềm hỏng", "kind": "drop", "code": "D01"}
    return Letter(**plain | said)


def submitted(sheet, by, **points):
    """All open lines at their maximum but the named ones; D05 does not apply to five workers, so G1 counts 38."""
    fill_in(sheet, by, but=points)
    submit_sheet(sheet=again(sheet), by=by)
    return again(sheet)


def effect_on(sheet, found):
    return next(each for each in found.effects if each.sheet.pk == sheet.pk)


def test_dropping_a_line_scales_its_group(sheet, a_round, actors):
    # D02 0 of 5: 33 of 38 is 34.5; without D01 (4): 29 of 34 is 34.
    submitted(sheet, actors.nhung, D02=0)
    before = again(sheet).self_points
    one = effect_on(sheet, foresee_amendment(round_=a_round, letter=letter()))
    assert one.after - one.before == -500
    assert one.before == before
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    assert again(sheet).self_points == before - 500
    assert line(sheet, "D01").status == "not_applicable"
    assert line(sheet, "D01").own == 4000


def test_full_points_to_all_lift_who_had_none(sheet, a_round, actors):
    # D01 0 of 4: 34 of 38 is 35.5; with its 4 points the group is whole again.
    submitted(sheet, actors.nhung, D01=0)
    before = again(sheet).self_points
    amend_round(round_=a_round, letter=letter(kind="full"), by=actors.chuyen)
    assert again(sheet).self_points == before + 4500
    row = line(sheet, "D01")
    assert (row.proposed, row.own, row.appraised) == (4000, 4000, 4000)
    assert "45/LĐLĐ" in row.reason


def test_full_points_go_to_every_union_that_has_the_line(a_round, tree, actors):
    amend_round(round_=a_round, letter=letter(kind="full", code="T11"), by=actors.chuyen)
    assert {line(sheet, "T11").own for sheet in Sheet.objects.filter(round=a_round)} == {2000, 3000}


def test_full_points_leave_a_line_alone_that_does_not_apply(a_round, sheet, actors):
    found = foresee_amendment(round_=a_round, letter=letter(kind="full", code="D05"))
    assert found.untouched >= 1
    assert sheet.pk not in {each.sheet.pk for each in found.effects}


def test_a_letter_for_one_variant_leaves_the_others(a_round, tree, actors):
    amend_round(round_=a_round, letter=letter(variant="public_service"), by=actors.chuyen)
    assert line(Sheet.objects.get(unit=tree.school), "D01").status == "not_applicable"
    assert line(Sheet.objects.get(unit=tree.garment), "D01").status != "not_applicable"


def test_another_proof_changes_no_points(sheet, a_round, actors):
    submitted(sheet, actors.nhung)
    before = again(sheet).self_points
    said = letter(kind="proof", text="Ảnh chụp biên bản")
    found = foresee_amendment(round_=a_round, letter=said)
    assert (len(found.effects), found.moved) == (3, [])
    amend_round(round_=a_round, letter=said, by=actors.chuyen)
    assert again(sheet).self_points == before
    assert AmendedLine.objects.count() == 3


def test_a_decided_sheet_is_listed_and_left(sheet, a_round, actors):
    ready = to_decision(sheet, actors.nhung, actors.hanh)
    decide_sheets(round_=a_round, sheets=[ready], document="QĐ 1", by=actors.lanh)
    decided = again(sheet).decided_points
    found = foresee_amendment(round_=a_round, letter=letter())
    assert [each.pk for each in found.left] == [sheet.pk]
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    assert line(sheet, "D01").status != "not_applicable"
    assert again(sheet).decided_points == decided
    assert not AmendedLine.objects.filter(line__sheet=sheet).exists()


def test_an_appraised_sheet_waiting_for_its_decision_is_summed_anew(sheet, a_round, actors):
    fill_in(sheet, actors.nhung, but={"D01": 0})
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    appraise_all(sheet, actors.hanh)
    finish_appraisal(sheet=again(sheet), by=actors.hanh)
    before = again(sheet).appraised_points
    amend_round(round_=a_round, letter=letter(kind="full"), by=actors.chuyen)
    assert again(sheet).appraised_points == before + 4500


def test_figures_filled_anew_keep_what_the_letter_did(sheet, a_round, actors):
    amend_round(round_=a_round, letter=letter(code="T01"), by=actors.chuyen)
    refresh_figures(round_=a_round, by=None)
    assert (line(sheet, "T01").status, line(sheet, "T01").proposed) == ("not_applicable", None)


def test_filled_anew_a_line_of_full_points_stays_full(sheet, a_round, actors):
    amend_round(round_=a_round, letter=letter(kind="full", code="T01"), by=actors.chuyen)
    refresh_figures(round_=a_round, by=None)
    assert line(sheet, "T01").proposed == 5000


def test_a_settled_line_is_scored_no_more(sheet, a_round, actors):
    amend_round(round_=a_round, letter=letter(kind="full"), by=actors.chuyen)
    with pytest.raises(RefusedError, match="45/LĐLĐ"):
        score_line(line=line(sheet, "D01"), points=1000, by=actors.nhung)
    submitted(sheet, actors.nhung)
    with pytest.raises(RefusedError, match="45/LĐLĐ"):
        appraise_line(line=line(sheet, "D01"), points=0, reason="x", by=actors.hanh)


def test_a_request_about_a_dropped_line_is_answered_by_the_letter(sheet, a_round, actors):
    submitted(sheet, actors.nhung)
    ask_supplement(line=line(sheet, "D01"), text="thiếu biên bản", due=D(2026, 12, 1), by=actors.hanh)
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    assert line(sheet, "D01").answered is not None
    assert not Duty.objects.still_open().filter(kind="grading.supplement").exists()


@pytest.mark.parametrize(
    "said",
    [
        {"code": "X99"},
        {"code": "D04", "variant": "non_state_enterprise"},
        {"number": " "},
        {"reason": ""},
        {"kind": "proof"},
    ],
)
def test_a_letter_that_cannot_hold_is_refused(a_round, actors, said):
    with pytest.raises(RefusedError):
        amend_round(round_=a_round, letter=letter(**said), by=actors.chuyen)
    assert not Amendment.objects.exists()


def test_a_line_is_settled_once(a_round, actors):
    amend_round(round_=a_round, letter=letter(variant="public_service"), by=actors.chuyen)
    for said in ({}, {"number": "46/LĐLĐ", "kind": "full"}, {"number": "46", "variant": "public_service"}):
        with pytest.raises(RefusedError):
            amend_round(round_=a_round, letter=letter(**said), by=actors.chuyen)
    amend_round(round_=a_round, letter=letter(variant="soe", number="46"), by=actors.chuyen)


@pytest.mark.parametrize("who", ["hanh", "nhung", "kiem", "quan"])
def test_only_the_province_amends(a_round, actors, who):
    with pytest.raises(ForbiddenError):
        amend_round(round_=a_round, letter=letter(), by=getattr(actors, who))


def test_what_moved_since_the_preview_is_looked_at_again(a_round, actors):
    with pytest.raises(RefusedError, match="xem lại"):
        amend_round(round_=a_round, letter=letter(), by=actors.chuyen, expected=1)


def test_a_letter_entered_wrongly_is_taken_back_whole(sheet, a_round, actors):
    submitted(sheet, actors.nhung, D01=0)
    before = again(sheet).self_points
    amend_round(round_=a_round, letter=letter(kind="full"), by=actors.chuyen)
    undo(action=Action.objects.get(verb="round.amend"), by=actors.chuyen, reason="nhập nhầm")
    assert again(sheet).self_points == before
    assert (line(sheet, "D01").own, Amendment.objects.count(), AmendedLine.objects.count()) == (0, 0, 0)


def test_the_page_previews_then_enters_and_every_line_shows_the_letter(client, sheet, a_round, actors):
    client.force_login(actors.chuyen)
    url = reverse("amend", args=[a_round.pk])
    form = {"number": "45/LĐLĐ", "dated": "2026-10-12", "code": "D01", "variant": "", "kind": "drop", "reason": "hỏng"}
    shown = client.post(url, form)
    assert "3 bảng chấm" in shown.content.decode()
    assert not Amendment.objects.exists()
    assert client.post(url, form | {"amend": "1", "expected": "3"}).status_code == 302
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "Văn bản 45/LĐLĐ ngày 12/10/2026" in text
    assert "45/LĐLĐ" in client.get(reverse("amendments", args=[a_round.pk])).content.decode()


def test_a_refusal_of_the_preview_stands_at_its_field(client, a_round, actors):
    client.force_login(actors.chuyen)
    form = {"number": "1", "dated": "2026-10-12", "code": "D04", "variant": "soe", "kind": "drop", "reason": "x"}
    answer = client.post(reverse("amend", args=[a_round.pk]), form)
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]


def test_letters_cost_a_sheet_one_query(client, sheet, a_round, actors):
    client.force_login(actors.nhung)
    for number in ("1", "2"):
        amend_round(round_=a_round, letter=letter(kind="proof", text="ảnh", number=number), by=None)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("sheet", args=[sheet.pk]))
    assert sum("amendedline" in each["sql"] for each in asked) == 1


def decided(sheet, a_round, actors, **points):
    submitted(sheet, actors.nhung, **points)
    appraise_all(sheet, actors.hanh)
    finish_appraisal(sheet=again(sheet), by=actors.hanh)
    decide_sheets(round_=a_round, sheets=[again(sheet)], document="12/QĐ", by=actors.lanh)
    return again(sheet)


def reopen(sheet, actors):
    reopen_sheet(sheet=sheet, why="xem lại", due=D(2027, 1, 15), by=actors.lanh)
    return again(sheet)


def test_a_letter_reaches_a_sheet_that_is_reopened_later(sheet, a_round, actors):
    # D02 0 of 5: 33 of 38 is 34.5; without D01 (4): 29 of 34 is 34.
    before = decided(sheet, a_round, actors, D02=0)
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    assert again(sheet).decided_points == before.decided_points
    now = reopen(again(sheet), actors)
    assert line(sheet, "D01").status == "not_applicable"
    assert now.appraised_points == before.appraised_points - 500
    assert AmendedLine.objects.filter(line__sheet=sheet).count() == 1


def test_undoing_the_reopening_takes_the_letter_off_the_sheet_again(sheet, a_round, actors):
    before = decided(sheet, a_round, actors, D02=0)
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    reopen(again(sheet), actors)
    undo(action=Action.objects.get(verb="sheet.reopen"), reason="nhầm", by=actors.lanh)
    assert (again(sheet).decided_points, line(sheet, "D01").status) == (before.decided_points, "typed")
    assert not AmendedLine.objects.filter(line__sheet=sheet).exists()


def test_a_letter_that_had_reached_the_sheet_is_not_applied_twice(sheet, a_round, actors):
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    before = decided(sheet, a_round, actors, D02=0)
    assert reopen(before, actors).appraised_points == before.appraised_points
    assert AmendedLine.objects.filter(line__sheet=sheet).count() == 1


def test_two_letters_missed_are_both_caught_up(sheet, a_round, actors):
    decided(sheet, a_round, actors, D02=0)
    amend_round(round_=a_round, letter=letter(), by=actors.chuyen)
    amend_round(round_=a_round, letter=letter(number="46/LĐLĐ", kind="full", code="D02"), by=actors.chuyen)
    reopen(again(sheet), actors)
    assert line(sheet, "D02").appraised == 5000
    assert "46/LĐLĐ" in line(sheet, "D02").reason
    # 34 of 34 that apply: the group is whole.
    assert again(sheet).appraised_points == again(sheet).self_points

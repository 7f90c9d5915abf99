"""One grading year from opening to publication, with everybody doing their own part and nobody else's."""

import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.grading.chain import status_of
from coso.grading.models import Round, Sheet
from coso.grading.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    move_on,
    return_sheet,
)
from coso.grading.services.decisions import decide_sheets, leave_ungraded, publish_sheets, reopen_sheet
from coso.grading.services.entering import attach_signed_page, enter_for
from coso.grading.services.scoring import (
    AnotherValueError,
    LooksLikeShareError,
    place_of,
    read_cell,
    score_line,
    submit_sheet,
)
from coso.grading.services.supplements import answer_request
from coso.grading.testing.rounds import FULL, SHORT, dues, start_round
from coso.grading.testing.year import DUE, again, appraise_all, fill_in, line, to_decision
from coso.register.services.people import join
from coso.results.reads import as_dict, result


def test_opening_makes_a_filled_sheet_and_a_duty_for_every_union(a_round, tree):
    assert Sheet.objects.filter(round=a_round, why_not="").count() == 3
    own = Sheet.objects.get(unit=tree.garment)
    assert (own.variant, own.stratum, own.step) == ("non_state_enterprise", "non_state", "self")
    assert own.lines.count() == 30
    assert Duty.objects.still_open().filter(kind="grading.submit").count() == 3
    assert not list(differences())


def test_a_sheet_opens_with_what_the_records_say(sheet):
    coverage = line(sheet, "T01")
    assert (coverage.numerator, coverage.denominator, coverage.proposed, coverage.status) == (4, 5, 3000, "counted")
    assert line(sheet, "D07").status == "typed"
    assert line(sheet, "D01").proposed is None


def test_lines_leave_the_sheet_of_a_small_union(a_round, tree):
    school = Sheet.objects.get(unit=tree.school)
    assert line(school, "T06").status == "not_applicable"
    assert line(school, "D05").status == "not_applicable"


@pytest.mark.parametrize(
    ("age", "state", "why"), [(13, "active", ""), (11, "active", "new"), (13, "dormant", "dormant")]
)
def test_who_is_not_graded_and_why(tree, model_rubric, age, state, why):
    from coso.lib.dates import months_before
    from coso.register.services.units import change_unit

    day = months_before(dt.date(2026, 11, 30), age)
    young = tree.found("CĐCS Mới", "grassroots", tree.ward, "non_state_enterprise", day=day)
    if state == "dormant":
        change_unit(unit=young, day=dt.date(2026, 3, 1), facts={"state": state}, reason="không ai trả lời", by=None)
    opened = start_round(tree, model_rubric)
    assert Sheet.objects.get(round=opened, unit=young).why_not == why


def test_a_union_that_is_only_moved_does_not_wait(tree, model_rubric):
    from coso.register.services.units import change_unit

    facts = {"parent": tree.other_ward}
    change_unit(unit=tree.garment, day=dt.date(2026, 10, 1), facts=facts, reason="chuyển giao", by=None)
    assert Sheet.objects.get(round=start_round(tree, model_rubric), unit=tree.garment).why_not == ""


def test_a_union_that_moved_and_then_ended_in_the_window_stands_there_once(tree, model_rubric):
    from coso.register.services.units import change_unit, end_unit

    change_unit(unit=tree.garment, day=dt.date(2026, 2, 1), facts={"parent": tree.other_ward}, reason="QĐ", by=None)
    end_unit(unit=tree.garment, day=dt.date(2026, 6, 1), reason="giải thể", by=None)
    opened = start_round(tree, model_rubric)
    assert Sheet.objects.get(round=opened, unit=tree.garment).why_not == "ended"


@pytest.mark.parametrize(("day", "why"), [(dt.date(2026, 8, 1), "after_merger"), (dt.date(2026, 3, 1), "")])
def test_the_heir_of_a_union_waits_for_six_months(tree, model_rubric, day, why):
    from coso.register.services.units import end_unit

    end_unit(unit=tree.school, day=day, reason="sáp nhập", heir=tree.garment, by=None)
    assert Sheet.objects.get(round=start_round(tree, model_rubric), unit=tree.garment).why_not == why


def test_only_the_province_opens_a_round(tree, actors, model_rubric):
    for who in (actors.hanh, actors.nhung, actors.kiem, actors.quan):
        with pytest.raises(ForbiddenError):
            start_round(tree, model_rubric, by=who)
    assert start_round(tree, model_rubric, by=actors.chuyen)


def test_opening_can_be_undone_until_somebody_has_typed(a_round, sheet, actors):
    undo(action=Action.objects.get(verb="round.open"), reason="nhầm ngày", by=None)
    assert not Sheet.objects.exists()
    assert not Duty.objects.exists()


def test_the_whole_way_from_self_score_to_publication(a_round, sheet, actors, tree):
    done = to_decision(sheet, actors.nhung, actors.hanh)
    assert done.step == "decide"
    decide_sheets(round_=a_round, sheets=[done], document="QĐ 12, 20/12/2026", by=actors.chuyen)
    publish_sheets(round_=a_round, sheets=[again(sheet)], by=actors.chuyen)
    end = again(sheet)
    assert (end.step, end.grade, end.decided_points) == ("done", end.expected, end.appraised_points)
    assert end.submitted
    assert end.decided_on
    assert end.published
    assert not list(differences())


def test_points_add_up_as_on_paper(a_round, sheet, actors, tree):
    done = to_decision(sheet, actors.nhung, actors.hanh)
    # By hand. I: D05 is out under 10 workers, 38 of 38 makes 40. II: 4 of 5 workers are members 3 of 5, records
    # filled 4 of 20 give 0 of 5, no leader in the committee 0 of 2, one group without a leader 1 of 2; no boards are
    # due in so small a union, so 38 - 2 - 5 - 2 - 1 = 28 of 38 makes 29. III: no poll under 10 members, 12 of 12
    # makes 15.
    assert (done.self_points, done.appraised_points) == (84_000, 84_000)


def test_what_is_owed_passes_from_hand_to_hand(a_round, sheet, actors, tree, today):
    assert {d.kind for d in owed_by(actors.nhung, today)} == {"grading.submit"}
    assert not owed_by(actors.hanh, today)
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    assert not owed_by(actors.nhung, today)
    assert {(d.kind, d.unit_id) for d in owed_by(actors.hanh, today)} == {("grading.appraise", tree.ward.id)}
    assert not owed_by(actors.khach, today)


def test_a_sheet_with_open_lines_is_not_sent(sheet, actors):
    with pytest.raises(RefusedError) as told:
        submit_sheet(sheet=sheet, by=actors.nhung)
    assert "D01" in {reason.field for reason in told.value.reasons}
    assert "B01" not in {reason.field for reason in told.value.reasons}


def test_departing_from_the_records_needs_a_word(sheet, actors):
    fill_in(sheet, actors.nhung)
    score_line(line=line(sheet, "T01"), points=5000, by=actors.nhung)
    with pytest.raises(RefusedError, match="T01"):
        submit_sheet(sheet=again(sheet), by=actors.nhung)
    score_line(line=line(sheet, "T01"), note="12 lao động thử việc chưa tính", by=actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)


def test_a_group_leader_does_not_score_and_a_member_of_the_committee_does_not_send(sheet, actors):
    with pytest.raises(ForbiddenError):
        score_line(line=line(sheet, "D01"), points=3000, by=actors.to)
    fill_in(sheet, actors.uy)
    with pytest.raises(ForbiddenError):
        submit_sheet(sheet=again(sheet), by=actors.uy)


@pytest.mark.parametrize("stranger", ["giay", "thay", "khach", "hanh", "kiem"])
def test_nobody_else_scores_for_a_union(sheet, actors, stranger):
    with pytest.raises(ForbiddenError):
        score_line(line=line(sheet, "D01"), points=3000, by=getattr(actors, stranger))


@pytest.mark.parametrize("stranger", ["nhung", "khach", "to", "kiem", "giay"])
def test_only_the_managing_union_appraises(sheet, actors, stranger):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    with pytest.raises(ForbiddenError):
        appraise_line(line=line(sheet, "D01"), points=4000, by=getattr(actors, stranger))


def test_nobody_appraises_their_own_union(a_round, sheet, actors, tree):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    join(person=actors.people["hanh"], unit=tree.line5, day=dt.date(2026, 11, 1), by=None)
    with pytest.raises(ForbiddenError):
        appraise_line(line=line(sheet, "D01"), points=4000, by=actors.hanh)
    assert appraise_line(line=line(sheet, "D01"), points=4000, by=actors.chuyen).appraised == 4000


@pytest.mark.parametrize("typed", ["4,5", "9", "-1", "bốn", "0,3"])
def test_what_cannot_be_points_is_refused_in_words(sheet, typed):
    with pytest.raises(RefusedError):
        read_cell(typed, place_of(line(sheet, "D01")))


@pytest.mark.parametrize("typed", ["0,95", "95%", "0.375", "0,5", "95"])
def test_what_looks_like_a_share_is_asked_about(sheet, typed):
    with pytest.raises(LooksLikeShareError):
        read_cell(typed, place_of(line(sheet, "D11")))


def test_half_points_are_read_exactly(sheet):
    assert read_cell("3,5", place_of(line(sheet, "D11"))) == 3500
    assert read_cell("0,5", place_of(line(sheet, "D11")), sure=True) == 500
    assert read_cell(" ", place_of(line(sheet, "D11"))) is None


def test_two_people_on_one_cell_are_asked(sheet, actors):
    score_line(line=line(sheet, "D01"), points=3000, seen=None, by=actors.nhung)
    with pytest.raises(AnotherValueError) as told:
        score_line(line=line(sheet, "D01"), points=4000, seen=None, by=actors.pho)
    assert told.value.now == 3000
    assert score_line(line=line(sheet, "D01"), points=4000, seen=3000, by=actors.pho).own == 4000


def test_typing_for_half_an_hour_is_one_action_a_person(sheet, actors):
    for points in (3000, 4000, 3000):
        score_line(line=line(sheet, "D01"), points=points, by=actors.nhung)
    score_line(line=line(sheet, "D03"), points=3000, by=actors.pho)
    assert Action.objects.filter(verb="sheet.score").count() == 2
    undo(action=Action.objects.get(verb="sheet.score", actor=actors.nhung.id), reason="thử", by=None)
    assert (line(sheet, "D01").own, line(sheet, "D03").own) == (None, 3000)


def test_points_are_changed_with_a_reason_only(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    with pytest.raises(RefusedError):
        appraise_line(line=line(sheet, "D01"), points=3000, by=actors.hanh)
    cut = appraise_line(line=line(sheet, "D01"), points=3000, reason="chỉ một biên bản hợp lệ", by=actors.hanh)
    assert (cut.appraised, cut.reason) == (3000, "chỉ một biên bản hợp lệ")


def test_not_appraised_is_never_zero_and_blocks(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    accept_agreeing(sheet=again(sheet), by=actors.hanh)
    assert line(sheet, "T01").appraised == 3000
    assert line(sheet, "D01").appraised is None
    with pytest.raises(RefusedError, match="D01"):
        finish_appraisal(sheet=again(sheet), by=actors.hanh)


def test_a_supplement_is_asked_on_one_line_while_the_rest_goes_on(sheet, actors, today):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    ask_supplement(line=line(sheet, "D12"), text="Thiếu chữ ký", due=DUE, by=actors.hanh)
    assert {d.kind for d in owed_by(actors.nhung, today)} == {"grading.supplement"}
    assert not list(differences())
    with pytest.raises(RefusedError):
        score_line(line=line(sheet, "D01"), points=3000, by=actors.nhung)
    score_line(line=line(sheet, "D12"), points=2000, note="hai biên bản", by=actors.nhung)
    answer_request(line=line(sheet, "D12"), answer="Đã bổ sung, tự hạ 1 điểm", by=actors.nhung)
    assert not owed_by(actors.nhung, today)
    assert again(sheet).step == "appraise"
    assert not list(differences())


def test_a_line_that_waits_blocks_the_end_of_the_appraisal(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    appraise_all(sheet, actors.hanh)
    ask_supplement(line=line(sheet, "D12"), text="Thiếu chữ ký", due=DUE, by=actors.hanh)
    with pytest.raises(RefusedError, match="D12"):
        finish_appraisal(sheet=again(sheet), by=actors.hanh)


def test_a_returned_sheet_says_why_and_is_owed_again(sheet, actors, today):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    return_sheet(sheet=again(sheet), why="sai mẫu", due=DUE, by=actors.hanh)
    assert again(sheet).returned_why == "sai mẫu"
    assert [d.n for d in owed_by(actors.nhung, today)] == [2]
    assert not list(differences())


def test_a_sheet_on_paper_is_entered_by_the_managing_union_and_says_so(sheet, actors, settings, tmp_path):
    settings.FILES = tmp_path
    with pytest.raises(ForbiddenError):
        enter_for(sheet=sheet, why="nộp giấy", by=actors.khach)
    enter_for(sheet=sheet, why="nộp giấy", by=actors.hanh)
    fill_in(again(sheet), actors.hanh)
    with pytest.raises(RefusedError, match="đã ký"):
        submit_sheet(sheet=again(sheet), by=actors.hanh)
    attach_signed_page(sheet=again(sheet), upload=SimpleUploadedFile("ky.pdf", b"%PDF-1.7"), by=actors.hanh)
    submit_sheet(sheet=again(sheet), by=actors.hanh)
    assert "Hanh" in again(sheet).entered_for


def test_a_longer_chain_passes_every_step_in_order(tree, actors, model_rubric):
    opened = start_round(tree, model_rubric, chains={"": dues(FULL)})
    sheet = Sheet.objects.get(round=opened, unit=tree.garment)
    to_decision(sheet, actors.nhung, actors.hanh)
    for step, by in (("submit", actors.hanh), ("review", actors.chuyen), ("council", actors.chuyen)):
        assert again(sheet).step == step
        with pytest.raises(ForbiddenError):
            move_on(sheet=again(sheet), by=actors.nhung)
        move_on(sheet=again(sheet), by=by)
    assert again(sheet).step == "decide"
    with pytest.raises(RefusedError):
        move_on(sheet=again(sheet), by=actors.chuyen)


def test_two_chains_run_side_by_side(tree, actors, model_rubric):
    chains = {"": dues(FULL), "public_service": dues(SHORT)}
    opened = start_round(tree, model_rubric, chains=chains)
    tracks = dict(Sheet.objects.filter(round=opened).values_list("unit", "track"))
    assert (tracks[tree.school.id], tracks[tree.garment.id]) == ("public_service", "")


@pytest.mark.parametrize("kinds", [["appraise", "self", "decide", "publish"], ["self", "decide", "publish"]])
def test_a_chain_out_of_order_is_refused(tree, model_rubric, kinds):
    with pytest.raises(RefusedError):
        start_round(tree, model_rubric, chains={"": dues(kinds)})


def test_the_decided_level_may_differ_and_then_says_why(a_round, sheet, actors):
    done = to_decision(sheet, actors.nhung, actors.hanh)
    with pytest.raises(RefusedError):
        decide_sheets(round_=a_round, sheets=[done], document="", levels={done.id: ("done", "")}, by=actors.chuyen)
    why = "đủ điểm mức tốt, còn đơn thư chưa giải quyết"
    decide_sheets(round_=a_round, sheets=[done], document="QĐ 12", levels={done.id: ("done", why)}, by=actors.chuyen)
    assert (again(sheet).grade, again(sheet).grade_why) == ("done", why)


def test_a_decided_result_is_reopened_by_the_leader_alone(a_round, sheet, actors):
    done = to_decision(sheet, actors.nhung, actors.hanh)
    decide_sheets(round_=a_round, sheets=[done], document="QĐ 12", by=actors.chuyen)
    with pytest.raises(ForbiddenError):
        reopen_sheet(sheet=again(sheet), why="kiến nghị", due=DUE, by=actors.chuyen)
    reopen_sheet(sheet=again(sheet), why="kiến nghị", due=DUE, by=actors.lanh)
    assert (again(sheet).step, again(sheet).grade) == ("appraise", "")
    assert not list(differences())


def test_a_gate_caps_the_level_and_explains_itself(a_round, sheet, actors):
    fill_in(sheet, actors.nhung, but={"D01": 0, "D03": 0})
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    appraise_all(sheet, actors.hanh)
    finish_appraisal(sheet=again(sheet), by=actors.hanh)
    end = again(sheet)
    assert end.expected == "done"
    assert "đối thoại" in end.grade_why or end.by_points == "done"


def test_who_sends_nothing_stays_eligible_and_ungraded(a_round, sheet, actors):
    leave_ungraded(sheets=[sheet], why="không nộp dù đã gia hạn", by=actors.chuyen)
    found = result(2026).strata["non_state"]
    assert (found.eligible, found.why_not["not_submitted"]) == (2, 1)
    assert not list(differences())


def test_the_result_counts_by_stratum_and_says_what_is_missing(a_round, sheet, actors, tree):
    done = to_decision(sheet, actors.nhung, actors.hanh)
    decide_sheets(round_=a_round, sheets=[done], document="QĐ 12", by=actors.chuyen)
    found = as_dict(result(2026))["strata"]["non_state"]
    good = again(sheet).grade in ("good", "excellent")
    assert (found["all"], found["eligible"], found["graded"], found["good_or_better"]) == (2, 2, 1, int(good))
    assert found["missing"] == 2 - int(good)
    assert found["met"] is False


def test_the_result_of_a_branch_counts_only_its_unions(a_round, tree):
    assert result(2026, tree.other_ward).strata["non_state"].all == 1
    assert result(2026, tree.other_ward).strata["state"].all == 0


def test_results_are_printed_as_json(a_round):
    out = io.StringIO()
    call_command("results", "--year", "2026", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["strata"]["state"]["target"] == {"share": 0.85, "strict": True}


def test_the_result_takes_as_many_queries_for_a_province_as_for_a_union(a_round, tree, django_assert_num_queries):
    with django_assert_num_queries(2):
        result(2026)
    with django_assert_num_queries(3):
        result(2026, tree.ward)


def test_statuses_are_the_words_of_the_field(a_round, sheet, actors):
    said = [str(status_of(sheet))]
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    said += [str(status_of(again(sheet), appraised=n, asked=k)) for n, k in ((0, 0), (3, 0), (3, 1))]
    assert said == ["Đang chấm", "Đã nộp", "Đang thẩm định", "Chờ bổ sung"]


def test_figures_are_frozen_at_the_end_of_the_closing_day(a_round, sheet, tree):
    from coso.grading.services.rounds import close_figures
    from coso.register.services.people import add_member

    close_figures(round_=a_round, by=None)
    add_member(unit=tree.line5, day=dt.date(2026, 11, 1), values={"name": "Lê Muộn"}, by=None)
    assert line(sheet, "T01").numerator == 4
    with pytest.raises(RefusedError):
        close_figures(round_=again(a_round), by=None)


def test_a_rubric_in_use_is_frozen(a_round, model_rubric):
    from coso.rubrics.services.rubrics import take_in_rubric

    changed = model_rubric.source.replace("Tỷ lệ đoàn viên trên tổng số lao động", "Tỷ lệ khác")
    with pytest.raises(RefusedError):
        take_in_rubric(source=changed, by=None)
    assert Round.objects.get().rubric.frozen

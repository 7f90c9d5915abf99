"""Each paper says what its sheet, round or branch says, in Vietnamese, and nothing it does not know."""

import datetime as dt

import pytest
from django.utils import translation

from coso.access.journal import act
from coso.access.journal.seal import seal_finished
from coso.access.refusals import ForbiddenError, RefusedError
from coso.grading.models import Sheet
from coso.grading.papers.appraisal_minutes import appraisal_minutes
from coso.grading.papers.decision import decision, decision_lists
from coso.grading.papers.minutes import self_scoring_minutes
from coso.grading.papers.notice import notice
from coso.grading.papers.score_sheet import score_sheet
from coso.grading.papers.subjects import RoundSubject, SheetSubject
from coso.grading.papers.submission import submission
from coso.grading.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    not_appraised,
)
from coso.grading.services.decisions import leave_ungraded, reopen_sheet
from coso.grading.services.entering import enter_for
from coso.grading.services.scoring import score_line, submit_sheet
from coso.grading.testing.deciding import DUE, decide, fresh
from coso.grading.testing.year import again, fill_in, line, to_decision
from coso.lib import clock
from coso.papers.excel import render_excel
from coso.papers.models import Document
from coso.papers.paper import Paragraph, Table, shown
from coso.papers.registry import offers
from coso.papers.services import issue_paper, paper_of, take_number
from coso.papers.testing import excel_rows, pdf_text, word_text
from coso.papers.word import render_word
from coso.register.services.units import change_unit
from coso.results.summary import summary, tallies


def said(paper):
    """Every text of a paper, cells as they are written."""
    out = [*paper.notices, paper.about, *paper.footer]
    for block in (*paper.blocks, *paper.annex):
        if isinstance(block, Table):
            out += [shown(cell, "count") for row in block.rows for cell in row.cells]
        else:
            out += [f"{block.lead} {block.text}".strip()] if isinstance(block, Paragraph) else block.items
    return "\n".join(out)


def rows(paper, n=0):
    return [row.cells for row in paper.tables[n].rows if not row.wide]


def newest(a_round):
    """The decision on the newest list."""
    return decision(a_round, decision_lists(a_round)[0])


def row(paper, first, n=0):
    return next(cells for cells in rows(paper, n) if cells[0] == first)


def test_an_open_sheet_prints_with_what_is_not_known_in_words(sheet):
    paper = score_sheet(fresh(sheet))
    assert row(paper, "T01")[2:6] == (5000, 3000, None, "")
    assert row(paper, "D01")[3] == "Chưa có số liệu"
    assert "Còn 25 tiêu chí chưa chấm; tổng điểm là tạm tính." in said(paper)
    assert paper.notices == ("BỘ TIÊU CHÍ KHÔNG CHÍNH THỨC: " + sheet.round.rubric.title_vi,)


def test_a_line_that_does_not_apply_says_so_in_every_column(a_round, tree):
    paper = score_sheet(fresh(Sheet.objects.get(round=a_round, unit=tree.school)))
    assert row(paper, "T06")[3:5] == ("Không áp dụng", "Không áp dụng")


def test_none_arose_is_neither_nought_nor_unknown(sheet, actors):
    score_line(line=line(sheet, "D11"), none=True, by=actors.nhung)
    paper = score_sheet(fresh(sheet))
    assert row(paper, "D11")[4] == 2000
    assert row(paper, "D02")[4] is None


def test_the_columns_sums_and_result_of_an_appraised_sheet(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    appraise_line(line=line(sheet, "D01"), points=3000, reason="một biên bản thiếu chữ ký", by=actors.hanh)
    paper = score_sheet(fresh(sheet))
    assert row(paper, "D01")[4:6] == (4000, 3000)
    assert row(paper, "D02")[5] == "Chưa thẩm định"
    assert "Thẩm định: một biên bản thiếu chữ ký" in row(paper, "D01")[6]
    assert "Điểm thẩm định" not in said(paper)
    sheet_points = again(sheet).self_points
    assert rows(paper)[-1][1:5] == ("Tổng cộng", 100000, "", sheet_points)


def test_what_was_typed_on_behalf_says_so_on_every_paper(sheet, actors):
    enter_for(sheet=fresh(sheet), why="nộp bản giấy", by=actors.hanh)
    for build in (score_sheet, self_scoring_minutes):
        assert "Nhập thay bởi Hanh" in said(build(fresh(sheet)))


def test_the_minutes_name_the_committee_and_the_lines_that_depart_with_their_reasons(sheet, actors):
    fill_in(sheet, actors.nhung)
    score_line(line=line(sheet, "T01"), points=2000, note="hai người mới nghỉ", by=actors.nhung)
    paper = self_scoring_minutes(fresh(sheet))
    text = said(paper)
    assert "Đồng chí Nguyễn Thị Nhung – Chủ tịch" in text
    assert text.index("Nhung") < text.index("Pho") < text.index("Uy")
    assert row(paper, "T01", 1) == ("T01", row(paper, "T01", 1)[1], 3000, 2000, "hai người mới nghỉ")
    assert paper.signatures[1].name == "Nguyễn Thị Nhung"


def test_the_appraisal_minutes_hold_exactly_the_changed_lines(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    accept_agreeing(sheet=fresh(sheet), by=actors.hanh)
    appraise_line(line=line(sheet, "D01"), points=3000, reason="thiếu chữ ký", by=actors.hanh)
    appraise_line(line=line(sheet, "D02"), points=line(sheet, "D02").own, by=actors.hanh)
    ask_supplement(line=line(sheet, "D12"), text="thiếu kế hoạch", due=DUE, by=actors.hanh)
    paper = appraisal_minutes(fresh(sheet))
    assert [cells[0] for cells in rows(paper)] == ["D01"]
    assert rows(paper)[0][2:] == (4000, 3000, "thiếu chữ ký")
    assert "D12: thiếu kế hoạch – chưa bổ sung" in said(paper)
    left = len([each for each in not_appraised(fresh(sheet)) if each.code])
    assert f"Còn {left} tiêu chí chưa thẩm định; chưa thẩm định không tính là 0 điểm." in said(paper)


def test_the_notice_shows_level_groups_three_strongest_and_weakest_and_names_nobody(a_round, sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    for code, points in (("D01", 0), ("D02", 1000), ("D03", 3000)):
        appraise_line(line=line(sheet, code), points=points, reason="thiếu", by=actors.hanh)
    for each in not_appraised(fresh(sheet)):
        appraise_line(line=line(sheet, each.code), points=each.own, by=actors.hanh)
    finish_appraisal(sheet=fresh(sheet), by=actors.hanh)
    decide(a_round, [sheet], actors.chuyen, publish=True)
    paper = notice(fresh(sheet))
    lists = [block.items for block in paper.blocks if hasattr(block, "items")]
    titles = {each.code: score_title(sheet, each.code) for each in sheet.lines.all()}
    assert [len(items) for items in lists] == [3, 3]
    assert [text.split(": ")[-1] for text in lists[1]] == ["0/5 điểm", "0/4 điểm", "0/2 điểm"]
    assert lists[1][1].startswith(titles["D01"])
    whole = said(paper) + str(paper.signatures)
    assert not [person.name for person in actors.people.values() if person.name in whole]
    assert "kiến nghị về kết quả xếp loại đến Công đoàn phường Hồng" in whole


def score_title(sheet, code):
    return row(score_sheet(fresh(sheet)), code)[1]


def test_the_submission_lists_the_appraised_sheets_of_the_union_and_counts_all(a_round, sheet, actors, tree):
    to_decision(sheet, actors.nhung, actors.hanh)
    paper = submission(a_round, tree.ward)
    assert [cells[1] for cells in rows(paper)] == ["CĐCS May Lam Trà"]
    assert "Đã thẩm định 1/2 công đoàn cơ sở đủ điều kiện đánh giá." in said(paper)
    assert (paper.issuer, paper.addressee) == ("Công đoàn phường Hồng", "Liên đoàn Lao động tỉnh Lam")


def test_the_decision_lists_exactly_the_decided_sheets_and_why_a_level_differs(a_round, sheet, actors, tree):
    other = Sheet.objects.get(round=a_round, unit=tree.stranger)
    third = Sheet.objects.get(round=a_round, unit=tree.school)
    to_decision(sheet, actors.nhung, actors.hanh)
    to_decision(other, actors.giay, actors.khach)
    to_decision(third, actors.thay, actors.hanh)
    levels = {other.id: ("done", "đủ điểm mức tốt, hết số lượng")}
    decide(a_round, [sheet, other], actors.chuyen, levels)
    paper = newest(a_round)
    assert sorted(cells[1] for cells in rows(paper)) == ["CĐCS Giày Khê", "CĐCS May Lam Trà"]
    told = {cells[1]: cells[4:] for cells in rows(paper)}
    assert told["CĐCS Giày Khê"] == ("Tốt", "Hoàn thành", "đủ điểm mức tốt, hết số lượng")
    assert told["CĐCS May Lam Trà"] == ("Tốt", "Tốt", "")
    assert "Công nhận kết quả xếp loại của 2 công đoàn cơ sở" in said(paper)
    assert "Hoàn thành tốt nhiệm vụ: 1 công đoàn cơ sở" in said(paper)


def test_a_reopened_sheet_leaves_the_decision_and_the_submission(a_round, decided, actors, tree):
    reopen_sheet(sheet=decided, why="kiến nghị", due=DUE, by=actors.lanh)
    assert decision_lists(a_round) == []
    assert rows(submission(a_round, tree.ward)) == []


def test_the_newest_seal_stands_on_the_decision(a_round, decided):
    seal = seal_finished(now=clock.now() + dt.timedelta(hours=1))
    assert bytes(seal.root).hex() in newest(a_round).footer[0]
    assert f"số {seal.no}," in newest(a_round).footer[0]


def test_the_summary_counts_by_sector_with_every_reason_and_three_denominators(a_round, decided, actors, tree):
    third = Sheet.objects.get(round=a_round, unit=tree.school)
    leave_ungraded(sheets=[fresh(third)], why="không nộp", by=actors.chuyen)
    paper = summary(a_round, tree.province)
    assert paper.blocks[0].text == "Đã đánh giá 1/3 công đoàn cơ sở đủ điều kiện, trong tổng số 3."
    #            all eligible graded | excellent % good % done % not %  | good or better, % of each denominator
    company = (2, 2, 1, 0, 0, 1, 1000, 0, 0, 0, 0, 1, 500, 500, 1000)
    assert row(paper, "Doanh nghiệp ngoài nhà nước")[1:] == company
    assert row(paper, "Khu vực ngoài nhà nước")[1:] == company
    assert row(paper, "Đơn vị sự nghiệp công lập")[1:4] == (1, 1, 0)
    assert row(paper, "Đơn vị sự nghiệp công lập")[5] is None
    whole = row(paper, "Toàn bộ")
    assert whole[1:4] + whole[-4:] == (3, 3, 1, 1, 333, 333, 1000)
    #          all graded | new | after a merger | dormant | no file | no rubric | still under way | ended
    assert row(paper, "Toàn bộ", 1)[1:] == (3, 1, 0, 0, 0, 0, 0, 0, 1, 333, 0, 0, 1, 333, 0)
    short = "chưa đạt, còn thiếu 1 đơn vị để đạt (cần ít nhất 2/2)."
    assert f"Chỉ tiêu từ 60 %, tính trên số đủ điều kiện: {short}" in said(paper)
    assert "Chỉ tiêu trên 85 %" in said(paper)


def test_every_sheet_of_a_round_stands_in_the_summary_once(a_round, decided, tree):
    assert sum(one.listed for one in tallies(2026, None).values()) == Sheet.objects.count()


def test_both_tables_of_the_summary_have_one_total_also_with_a_union_that_has_ended(a_round, decided, tree):
    with act(by=None, verb="test") as a:
        a.write(Sheet, {Sheet.objects.get(round=a_round, unit=tree.school).pk: {"why_not": "ended"}})
    paper = summary(a_round, tree.province)
    levels, reasons = rows(paper), rows(paper, 1)
    assert [cells[:2] for cells in levels] == [cells[:2] for cells in reasons]
    assert reasons[-1][1] == 2
    for cells in reasons:
        assert cells[2] + sum(cells[3:-1:2]) == cells[1]


def test_the_summary_of_a_branch_is_its_own(a_round, decided, tree):
    paper = summary(a_round, tree.other_ward)
    assert row(paper, "Toàn bộ")[1:4] == (1, 1, 0)
    assert paper.issuer == "Công đoàn phường Trà"


def test_the_summary_takes_the_same_queries_for_ten_unions_as_for_three(
    a_round, tree, model_rubric, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        summary(a_round, tree.province)
    from coso.grading.testing.rounds import start_round

    for n in range(7):
        tree.found(f"CĐCS Mới {n}", "grassroots", tree.ward, "soe")
    more = start_round(tree, model_rubric, year=2025)
    with django_assert_num_queries(len(few)):
        summary(more, tree.province)


def test_the_decision_takes_a_fixed_number_of_queries(a_round, decided, actors, tree, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    newest(a_round)  # the round keeps its rubric and unit
    with CaptureQueriesContext(
        connection,
    ) as few:
        newest(a_round)
    other = Sheet.objects.get(round=a_round, unit=tree.stranger)
    to_decision(other, actors.giay, actors.khach)
    decide(a_round, [other], actors.chuyen)
    with django_assert_num_queries(len(few)):
        newest(a_round)


def test_an_issued_paper_keeps_its_figures_after_the_sheet_is_reopened(a_round, decided, actors, tree):
    what = offers(RoundSubject(a_round, tree.province))[0].key
    document = issue_paper(subject=RoundSubject(a_round, tree.province), what=what, by=actors.chuyen)
    board = issue_paper(subject=SheetSubject(decided), what="thong-bao-ket-qua", by=actors.nhung)
    before = (paper_of(document), paper_of(board))
    reopen_sheet(sheet=decided, why="kiến nghị", due=DUE, by=actors.lanh)
    appraise_line(line=line(decided, "D01"), points=0, reason="không có hồ sơ", by=actors.hanh)
    kept = [paper_of(Document.objects.get(pk=each.pk)) for each in (document, board)]
    assert tuple(kept) == before
    assert "CĐCS May Lam Trà" in word_text(render_word(kept[0]))


def test_papers_are_vietnamese_whatever_the_reader_speaks(sheet):
    with translation.override("en"):
        paper = score_sheet(fresh(sheet))
    assert "Đang chấm" in said(paper)
    assert "Tỷ lệ đoàn viên trên tổng số lao động" in said(paper)


def test_a_union_named_like_a_formula_or_markup_stays_text(a_round, sheet, actors, tree, tmp_path):
    from coso.papers.pdf import render_pdf

    name = '=HYPERLINK("x") #panic("y") *z*'
    day = dt.date(2026, 6, 1)
    change_unit(unit=tree.garment, day=day, facts={"name": name}, reason="đổi tên", by=None)
    to_decision(sheet, actors.nhung, actors.hanh)
    decide(a_round, [sheet], actors.chuyen)
    paper = newest(a_round)
    assert name in word_text(render_word(paper))
    assert name in pdf_text(render_pdf(paper))
    assert name in [cell for cells in excel_rows(render_excel(paper), tmp_path) for cell in cells]


def test_what_can_be_printed_follows_the_step(a_round, sheet, actors, tree):
    assert [paper.key for paper in offers(SheetSubject(fresh(sheet)))] == ["bang-cham-diem", "bien-ban-tu-cham"]
    assert [paper.key for paper in offers(RoundSubject(a_round, tree.ward))] == ["bieu-tong-hop"]
    to_decision(sheet, actors.nhung, actors.hanh)
    assert "bien-ban-tham-dinh" in [paper.key for paper in offers(SheetSubject(fresh(sheet)))]
    assert [paper.key for paper in offers(RoundSubject(a_round, tree.ward))] == ["to-trinh", "bieu-tong-hop"]
    assert [paper.key for paper in offers(RoundSubject(a_round, tree.province))] == ["bieu-tong-hop"]
    decide(a_round, [sheet], actors.chuyen, publish=True)
    listed = f"quyet-dinh-{fresh(sheet).decision_id.hex}"
    assert [paper.key for paper in offers(RoundSubject(a_round, tree.province))] == [listed, "bieu-tong-hop"]
    assert offers(RoundSubject(a_round, tree.garment)) == []
    assert len(offers(SheetSubject(fresh(sheet)))) == 4


def test_who_issues_what(a_round, decided, actors, tree):
    assert issue_paper(subject=SheetSubject(decided), what="bien-ban-tu-cham", by=actors.nhung).unit == tree.garment
    assert issue_paper(subject=SheetSubject(decided), what="bien-ban-tham-dinh", by=actors.hanh).unit == tree.ward
    for who, what in (
        (actors.nhung, "bien-ban-tham-dinh"),
        (actors.khach, "bang-cham-diem"),
        (actors.uy, "bang-cham-diem"),
    ):
        with pytest.raises(ForbiddenError):
            issue_paper(subject=SheetSubject(decided), what=what, by=who)
    what = f"quyet-dinh-{decided.decision_id.hex}"
    with pytest.raises(ForbiddenError):
        issue_paper(subject=RoundSubject(a_round, tree.province), what=what, by=actors.hanh)


@pytest.mark.parametrize("what", ["thong-bao-ket-qua", "bien-ban-tham-dinh", "khong-co"])
def test_what_the_step_does_not_have_is_not_issued(sheet, actors, what):
    with pytest.raises(RefusedError):
        issue_paper(subject=SheetSubject(fresh(sheet)), what=what, by=actors.nhung)


def test_the_number_stands_on_the_paper_that_was_issued(decided, actors):
    document = issue_paper(subject=SheetSubject(decided), what="bien-ban-tu-cham", by=actors.nhung)
    text = word_text(render_word(paper_of(take_number(document=document, by=actors.nhung))))
    assert "Số: 01/BB-CĐCS" in text

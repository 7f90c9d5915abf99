"""Behind every counted line: its records, as many as the figure counts, its rule in words, and what came too late."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from coso.grading.evidence import counted_on, evidence_of, late_entries
from coso.grading.models import Sheet
from coso.grading.prefill import scope_of
from coso.grading.reads import line_view, sheet_view
from coso.grading.services.rounds import close_figures, refresh_figures
from coso.grading.testing.year import again, line
from coso.indicators.registry import indicators
from coso.register.services.people import add_member
from coso.rubrics.grammar.model import Deduct, IfTrue, Levels, Linear, PerOccurrence, RubricLine, Steps, Unstated
from coso.rubrics.grammar.values import Absent
from coso.rubrics.grammar.wording import cases_in_words, number_in_words
from coso.rubrics.specs import grammar_of


def view_of(sheet, code):
    row = line(sheet, code)
    return line_view(row, grammar_of(sheet.round.rubric), sheet.variant)


def rule(rule, most=4000, when_none=None, sheet=None):
    criterion = grammar_of(sheet.round.rubric).criterion("U05")
    share = isinstance(rule, Steps | Linear)
    return cases_in_words(criterion, RubricLine("x", most, rule, when_none), share=share)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (IfTrue(2000), ["có: 2 điểm", "không có: 0 điểm"]),
        (
            Steps(((Fraction(6, 10), 1000), (Fraction(9, 10), 4000))),
            ["từ 90\xa0% trở lên: 4 điểm", "từ 60\xa0% đến dưới 90\xa0%: 1 điểm", "dưới 60\xa0%: 0 điểm"],
        ),
        (Steps(((Fraction(0), 4000),)), ["từ 0\xa0% trở lên: 4 điểm"]),
        (
            Linear(Fraction(1, 2), Fraction(19, 20), 500),
            [
                "từ 95\xa0% trở lên: 4 điểm",
                "ở giữa tính theo tỷ lệ, làm tròn xuống đến 0,5 điểm",
                "từ 50\xa0% trở xuống: 0 điểm",
            ],
        ),
        (PerOccurrence(500, 4000), ["0,5 điểm cho mỗi lần, tối đa 4 điểm"]),
        (Deduct(1000, 0), ["4 điểm, trừ 1 điểm cho mỗi trường hợp, không dưới 0 điểm"]),
        (Levels((("none", 0), ("regular", 1000))), ["Có, đều: 1 điểm", "Không có hoặc làm cho có: 0 điểm"]),
        (Unstated(), ["nguồn chưa nêu cách tính điểm"]),
    ],
)
def test_a_rule_is_said_so_that_it_can_be_checked_by_hand(sheet, asked, said):
    assert rule(asked, sheet=sheet) == said


def test_what_nothing_arose_is_worth_is_said_too(sheet):
    assert rule(IfTrue(4000), when_none=2000, sheet=sheet)[-1] == "không phát sinh: 2 điểm"
    assert "dòng không tính" in rule(IfTrue(4000), when_none=Absent.NOT_APPLICABLE, sheet=sheet)[-1]


def test_figures_are_written_as_the_reader_writes_them():
    assert number_in_words(Fraction(1, 3), share=True) == "33,333\xa0%"
    assert number_in_words(Fraction(12)) == "12"
    with translation.override("en"):
        assert number_in_words(Fraction(855, 1000), share=True) == "85.5\xa0%"


@pytest.mark.parametrize("key", sorted(indicators()))
def test_every_indicator_lists_as_many_records_as_it_counts(a_round, tree, actors, key):
    scope = scope_of(a_round, tree.garment)
    figure = next((f for f in indicators()[key].figures(scope) if f.base == tree.garment.id), None)
    if figure and not figure.absent:
        assert indicators()[key].evidence(scope).count() == figure.records


def test_the_evidence_of_a_line_names_its_records_and_its_rule(sheet, actors):
    found = evidence_of(view_of(sheet, "T01"), actors.nhung)
    assert found.page.paginator.count == 4
    assert {row.text for row in found.rows} >= {"Nguyễn Thị Nhung", "Nguyễn Thị Uy"}
    assert all(row.url and row.record[0] == "register.person" for row in found.rows)
    assert found.rule[0] == "từ 95\xa0% trở lên: 5 điểm"
    assert found.plan == ["P9", "P17", "IV.2"]
    assert (found.counted_on, found.late) == (sheet.round.opened, 0)


def test_committee_and_groups_are_named_too(sheet, actors):
    committee = evidence_of(view_of(sheet, "T07"), actors.nhung)
    assert {row.sub.split(" · ")[0] for row in committee.rows} == {"Chủ tịch", "Phó chủ tịch", "Ủy viên ban chấp hành"}


def test_a_line_by_hand_has_no_records(sheet, actors):
    assert evidence_of(view_of(sheet, "D01"), actors.nhung) is None


def test_a_long_list_is_paged_and_takes_as_many_queries(sheet, actors, tree, django_assert_max_num_queries):
    for n in range(60):
        values = {"name": f"Trần Văn {n:02}", "female": False}
        add_member(unit=tree.garment, day=dt.date(2026, 1, 1), values=values, by=None)
    view = view_of(sheet, "T01")
    assert view.line.sheet.round.closing
    with django_assert_max_num_queries(9):
        found = evidence_of(view, actors.nhung, "2")
    assert (found.page.paginator.count, len(found.rows), found.page.number) == (64, 14, 2)


def join_late(tree):
    for n in range(3):
        values = {"name": f"Lê Văn {n}", "female": False}
        add_member(unit=tree.line5, day=dt.date(2026, 3, 1), values=values, by=None)


def test_late_entries_are_told_and_not_counted(a_round, sheet, tree, actors, client):
    close_figures(round_=a_round, by=None)
    join_late(tree)
    sheet = Sheet.objects.select_related("unit", "round__rubric").get(pk=sheet.pk)
    assert line(sheet, "T01").numerator == 4
    assert evidence_of(view_of(sheet, "T01"), actors.nhung).late == 3
    assert late_entries(sheet.round, views_with(sheet))["T01"] == 3
    client.force_login(actors.nhung)
    for name, key in (("sheet", sheet.pk), ("line_evidence", line(sheet, "T01").pk)):
        assert "Có biến động sau ngày khoá số liệu: +3" in client.get(reverse(name, args=[key])).content.decode()


def views_with(sheet):
    views = sheet_view(sheet).lines
    for view in views:
        view.line.sheet = sheet
    return views


def test_while_the_figures_are_open_nothing_is_late(a_round, sheet, tree, client, actors):
    join_late(tree)
    assert late_entries(again(a_round), views_with(again(sheet))) == {}
    client.force_login(actors.nhung)
    text = client.get(reverse("line_evidence", args=[line(sheet, "T01").pk])).content.decode()
    assert "sau ngày khoá" not in text
    assert "7 trên 5" in text


def test_late_entries_take_one_query_for_each_indicator(a_round, sheet, tree, django_assert_max_num_queries):
    close_figures(round_=a_round, by=None)
    views = views_with(Sheet.objects.select_related("unit", "round__rubric").get(pk=sheet.pk))
    counted = sum(view.counted and bool(view.line.denominator) for view in views)
    closed = again(a_round)
    with django_assert_max_num_queries(counted + 1):
        late_entries(closed, views)


def test_the_day_of_counting_is_said(a_round, today):
    assert counted_on(a_round) == a_round.opened
    refresh_figures(round_=a_round, by=None)
    assert counted_on(a_round) == today
    close_figures(round_=again(a_round), by=None)
    assert counted_on(again(a_round)) == today


def test_the_page_opens_by_itself_and_as_a_piece(client, sheet, actors):
    client.force_login(actors.uy)
    url = reverse("line_evidence", args=[line(sheet, "T01").pk])
    page, piece = client.get(url).content.decode(), client.get(url, headers={"HX-Request": "true"}).content.decode()
    for text in (page, piece):
        assert "Nguyễn Thị Nhung" in text
        assert "4 bản ghi" in text
    assert "<html" in page
    assert "<html" not in piece


def test_a_record_becomes_a_proof_from_the_evidence_page(client, sheet, actors):
    client.force_login(actors.nhung)
    row = line(sheet, "T01")
    assert "Dùng làm minh chứng" in client.get(reverse("line_evidence", args=[row.pk])).content.decode()
    url = reverse("person", args=[actors.people["uy"].code])
    client.post(reverse("line_proofs", args=[row.pk]), {"kind": "record", "text": url})
    assert row.proofs.get().record == actors.people["uy"].pk


def test_a_line_by_hand_says_so(client, sheet, actors):
    client.force_login(actors.nhung)
    text = client.get(reverse("line_evidence", args=[line(sheet, "D01").pk])).content.decode()
    assert "nhập tay" in text


def test_evidence_says_when_a_line_does_not_apply_in_both_languages(client, sheet, actors):
    client.force_login(actors.nhung)
    page = reverse("line_evidence", args=[line(sheet, "U03").pk])
    assert "Dưới mười đoàn viên" in client.get(page).content.decode()
    client.cookies["django_language"] = "en"
    assert "Under ten members no poll is taken" in client.get(page).content.decode()


def test_a_line_that_does_not_apply_leads_to_its_rule_too(client, sheet, actors):
    client.force_login(actors.nhung)
    page = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    row = line(sheet, "U03")
    assert row.status == Absent.NOT_APPLICABLE
    assert reverse("line_evidence", args=[row.pk]) in page


def test_a_figure_that_cannot_be_counted_again_says_which_day_it_stands_for(sheet, actors):
    key = "members.completeness_share"
    criterion = next(c for c in grammar_of(sheet.round.rubric).criteria if c.indicator == key)
    found = evidence_of(view_of(sheet, criterion.code), actors.nhung)
    assert found.recorded_on == scope_of(sheet.round, sheet.unit).period.last


@pytest.mark.parametrize(("language", "stands"), [("vi", True), ("en", False)])
def test_the_note_of_a_criterion_stands_only_on_the_vietnamese_page(sheet, actors, language, stands):
    each = view_of(sheet, "T01")
    found = evidence_of(each, actors.nhung)
    each.criterion = replace(each.criterion, note_vi="Chú giải riêng")
    context = {"each": each, "sheet": sheet, "evidence": found, "adding": False, "piece": True}
    with translation.override(language):
        assert ("Chú giải riêng" in render_to_string("grading/evidence_body.html", context)) is stands

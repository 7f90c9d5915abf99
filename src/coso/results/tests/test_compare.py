"""Four scores compared: like with like, widest gap first, counts of each managing union, everybody their own part."""

import uuid
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.journal import act
from coso.grading.models import Sheet, SheetLine
from coso.register.names import unit_names
from coso.results.compare import signs as counting
from coso.results.compare.scores import Scores, Trio, scores, spread
from coso.results.compare.signs import bare_text, like_shares, notes, repeated, signs
from coso.results.reads import sheets_of
from coso.rubrics.specs import grammar_of

TEXT = "CĐCS {name} luôn quan tâm chăm lo đời sống đoàn viên, thăm hỏi kịp thời."


def put(sheet, points=None, note="", **facts):
    """Own and appraised points of every line that applies; `points` by code."""
    with act(by=None, verb="test") as a:
        for line in sheet.lines.exclude(status="not_applicable"):
            said = {**facts, **(points or {}).get(line.code, {})}
            a.write(SheetLine, {line.pk: {**said, "note": note if line.code == "D13" else ""}})
        a.write(Sheet, {sheet.pk: {"step": "appraise", "self_points": 70000}})


def of(tree, name):
    return Sheet.objects.select_related("round__rubric", "unit").get(round__year=2026, unit=getattr(tree, name))


def told(name, tree, members=None):
    rounds, sheets = sheets_of(2026, None)
    return next(row for row in scores(rounds, sheets, members or {}) if row.unit == getattr(tree, name).pk)


@pytest.fixture
def sent(a_round, tree):
    """The garment union kept what the records propose but on T01, where it took the maximum and was cut to 2."""
    for name in ("garment", "stranger", "school"):
        sheet = of(tree, name)
        kept = {line.code: {"own": line.proposed or 0, "appraised": None} for line in sheet.lines.all()}
        put(sheet, kept)
    garment = of(tree, "garment")
    with act(by=None, verb="test") as a:
        for line in garment.lines.exclude(proposed=None):
            a.write(SheetLine, {line.pk: {"appraised": line.own}})
        line = garment.lines.get(code="T01")
        a.write(SheetLine, {line.pk: {"own": 4000, "appraised": 2000}})
    return a_round


def test_records_self_and_appraised_are_compared_on_the_same_lines(sent, tree):
    garment = of(tree, "garment")
    lines = garment.lines.exclude(proposed=None).exclude(status="not_applicable")
    grammar = grammar_of(sent.rubric)
    most = sum(grammar.criterion(line.code).line(garment.variant).max for line in lines)
    known = sum(line.proposed for line in lines)
    row = told("garment", tree)
    assert row.counted == Trio(
        len(lines), Fraction(known, most), Fraction(known + 1000, most), Fraction(known - 1000, most)
    )
    assert row.gap >= Fraction(2000, most)


def test_the_whole_sheet_is_a_share_of_what_the_union_can_score_itself(sent, tree):
    assert told("garment", tree).own == Fraction(70000, 95000)
    assert told("garment", tree).appraised is None


def test_the_bonus_of_the_upper_union_is_not_in_the_comparison(sent, tree):
    garment = of(tree, "garment")
    bonus = next(c.code for c in grammar_of(sent.rubric).criteria if grammar_of(sent.rubric).group(c.group).bonus)
    with act(by=None, verb="test") as a:
        a.write(SheetLine, {garment.lines.get(code=bonus).pk: {"appraised": 2000}})
        a.write(Sheet, {garment.pk: {"appraised_points": 59000}})
    assert told("garment", tree).appraised == Fraction(57000, 95000)


def test_what_is_not_there_is_not_nought(sent, tree):
    row = told("stranger", tree)
    assert (row.counted.appraised, row.appraised, row.members) == (None, None, None)


def test_a_union_that_still_scores_shows_its_records_only(a_round, tree):
    row = told("garment", tree)
    assert row.counted.records is not None
    assert (row.counted.own, row.own, row.gap) == (None, None, 0)


def test_members_come_as_shares_and_widen_the_gap(sent, tree):
    sheet = of(tree, "stranger")
    row = told("stranger", tree, {sheet.pk: Fraction(1, 10)})
    assert (row.members, row.gap) == (Fraction(1, 10), Fraction(70000, 95000) - Fraction(1, 10))


def test_the_widest_gap_comes_first(sent):
    rounds, sheets = sheets_of(2026, None)
    gaps = [row.gap for row in scores(rounds, sheets, {})]
    assert gaps == sorted(gaps, reverse=True)
    assert spread([None, None]) == 0
    empty = Scores(uuid.uuid4(), uuid.uuid4(), Trio(0, None, None, None), None, None, None)
    assert empty.gap == 0


def test_counts_of_a_managing_union_by_hand(sent, tree, monkeypatch):
    monkeypatch.setattr(counting, "FEW", 1)
    found = signs(*sheets_of(2026, None))
    ward, other = found[tree.ward.path], found[tree.other_ward.path]
    assert (ward.sheets, other.sheets) == (2, 1)
    assert other.scored == of(tree, "stranger").lines.exclude(own=None).count()
    assert (other.lines_given, other.appraised, other.unchanged) == (0, 0, 0)
    assert ward.lines_given - ward.lines_kept == 1
    assert other.criteria == len(other.flat)
    assert "T01" not in ward.forgotten
    assert "D01" in ward.forgotten
    assert not other.forgotten


def test_appraisals_that_changed_nothing_are_counted(sent, tree, today):
    with act(by=None, verb="test") as a:
        for name in ("garment", "stranger"):
            a.write(Sheet, {of(tree, name).pk: {"appraised_on": today}})
    found = signs(*sheets_of(2026, None))
    assert (found[tree.ward.path].appraised, found[tree.ward.path].unchanged) == (1, 0)
    assert (found[tree.other_ward.path].appraised, found[tree.other_ward.path].unchanged) == (1, 1)


def test_one_text_under_three_names_is_found(sent, tree):
    for name in ("garment", "stranger", "school"):
        unit = getattr(tree, name)
        own = unit_names([unit.pk], sent.closing)[unit.pk].removeprefix("CĐCS ")
        with act(by=None, verb="test") as a:
            a.write(SheetLine, {of(tree, name).lines.get(code="D13").pk: {"note": TEXT.format(name=own)}})
    (each,) = found_texts()
    assert (each.code, len(each.sheets)) == ("D13", 3)


def found_texts():
    _rounds, sheets = sheets_of(2026, None)
    rows = list(notes(sheets))
    return repeated(rows, unit_names({unit for _sheet, unit, _code, _note in rows}, sheets[0].round.closing))


def test_short_notes_and_two_unions_are_no_repetition(sent, tree):
    for name in ("garment", "stranger", "school"):
        with act(by=None, verb="test") as a:
            a.write(SheetLine, {of(tree, name).lines.get(code="D13").pk: {"note": "có hồ sơ"}})
    assert found_texts() == []


def test_a_text_is_bare_without_names_numbers_and_signs():
    assert bare_text("CĐCS Trường Hồng 1: đã họp 12/3.", "CĐCS Trường Hồng 1") == "cdcs da hop"


@pytest.mark.parametrize(("points", "odd"), [(950, True), (500, False), (1000, False), (4500, False), (0, False)])
def test_a_value_that_looks_like_a_share_is_shown(sent, tree, points, odd):
    with act(by=None, verb="test") as a:
        a.write(SheetLine, {of(tree, "garment").lines.get(code="D11").pk: {"own": points}})
    found = [(row.code, row.points) for row in like_shares(*sheets_of(2026, None))]
    assert found == ([("D11", points)] if odd else [])


def page(client, user, query=""):
    client.force_login(user)
    return client.get(reverse("compare", args=[2026]) + query)


def names_on(answer):
    return {row["name"] for row in answer.context["rows"]}


def test_a_union_sees_only_itself_and_no_counts_of_others(client, sent, actors):
    answer = page(client, actors.nhung, "?xem=noi")
    assert names_on(answer) == {"CĐCS May Lam Trà"}
    assert "Theo nơi quản lý" not in answer.content.decode()


def test_a_managing_union_sees_its_own_and_the_province_everybody(client, sent, actors, tree):
    assert names_on(page(client, actors.khach)) == {"CĐCS Giày Khê"}
    assert len(names_on(page(client, actors.lanh))) == 3
    assert names_on(page(client, actors.lanh, "?khoi=state")) == {"CĐCS Trường Tiểu học Hồng 1"}
    assert len(names_on(page(client, actors.lanh, f"?dv={tree.ward.code}"))) == 2


def test_a_stranger_gets_404(client, sent, actors, tree):
    assert page(client, actors.khach, f"?dv={tree.garment.code}").status_code == 404
    assert page(client, actors.nhung, f"?dv={tree.school.code}").status_code == 404


def test_the_words_accuse_nobody(client, sent, actors):
    for query in ("", "?xem=noi"):
        text = page(client, actors.lanh, query).content.decode()
        assert "Đối chiếu bốn nguồn điểm" in text
        assert not any(word in text.lower() for word in ("gian", "trung thực", "nói dối", "vi phạm"))


def test_the_counts_stand_on_the_page_of_the_managing_unions(client, sent, actors):
    text = page(client, actors.hanh, "?xem=noi").content.decode()
    assert "Công đoàn phường Hồng" in text
    assert "Công đoàn phường Trà" not in text
    assert "Dòng tự chấm điểm tối đa" in text


def test_no_figures_are_told_in_words(client, sent, actors):
    text = page(client, actors.khach).content.decode()
    assert "Chưa có số liệu" in text
    assert "Chưa thẩm định" in text


def test_a_year_without_a_round_leads_to_the_newest(client, sent, actors):
    client.force_login(actors.lanh)
    assert client.get(reverse("compare", args=[1999])).status_code == 302


@pytest.mark.parametrize("query", ["?", "?xem=noi&"])
def test_queries_do_not_grow_with_the_sheets(client, sent, actors, query):
    address = reverse("compare", args=[2026]) + query
    page(client, actors.lanh, query)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{address}khoi=state")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)

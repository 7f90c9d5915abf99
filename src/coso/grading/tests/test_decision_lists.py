"""A round decided in several lists has one decision per list, each with its own unions, votes, number and seal."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.journal.seal import seal_finished
from coso.access.journal.undo import blockers
from coso.access.models import Action
from coso.grading.models import Sheet
from coso.grading.papers.decision import decision, decision_lists, whole_list
from coso.grading.papers.subjects import RoundSubject
from coso.grading.services.appraisal import finish_appraisal
from coso.grading.services.decisions import Votes, decide_sheets, reopen_sheet
from coso.grading.testing.deciding import DUE, decide, fresh
from coso.grading.testing.year import appraise_all, to_decision
from coso.lib import clock
from coso.papers.models import Document
from coso.papers.registry import offers
from coso.papers.services import issue_paper, paper_of, take_number
from coso.papers.testing import word_text
from coso.papers.word import render_word

GARMENT, SHOES = "CĐCS May Lam Trà", "CĐCS Giày Khê"


def sealed(hours):
    return seal_finished(now=clock.now() + dt.timedelta(hours=hours))


@pytest.fixture
def three(a_round, sheet, tree, actors):
    """The three sheets of the round, ready to be decided."""
    shoes, school = (Sheet.objects.get(round=a_round, unit=unit) for unit in (tree.stranger, tree.school))
    to_decision(sheet, actors.nhung, actors.hanh)
    to_decision(shoes, actors.giay, actors.khach)
    to_decision(school, actors.thay, actors.hanh)
    return sheet, shoes, school


@pytest.fixture
def two_lists(a_round, three, actors):
    """Two of them decided, then the third by nine votes to one; each action sealed before the next."""
    garment, shoes, school = three
    decide(a_round, [garment, shoes], actors.chuyen)
    sealed(1)
    decide_sheets(
        round_=a_round, sheets=[fresh(school)], document="QĐ 13", votes=Votes(9, 1), by=actors.chuyen
    )  # fmt: skip
    sealed(2)
    return three


def unions(paper):
    return sorted(row.cells[1] for row in paper.tables[-1].rows if not row.wide)


def papers(a_round):
    """The decisions of the round in the order in which they were taken."""
    return [decision(a_round, each) for each in reversed(decision_lists(a_round))]


def offered(a_round, tree):
    return [paper for paper in offers(RoundSubject(a_round, tree.province)) if paper.kind.key == "quyet-dinh"]


def issue(a_round, tree, paper, by):
    return issue_paper(subject=RoundSubject(a_round, tree.province), what=paper.key, by=by)


def test_three_sheets_decided_in_two_lists_make_two_papers_with_two_unions_and_one(a_round, two_lists, tree):
    first, second = papers(a_round)
    assert unions(first) == [SHOES, GARMENT]
    assert len(unions(second)) == 1
    assert not set(unions(second)) & set(unions(first))
    assert "Công nhận kết quả xếp loại của 2 công đoàn cơ sở" in word_text(render_word(first))
    assert "Công nhận kết quả xếp loại của 1 công đoàn cơ sở" in word_text(render_word(second))


def test_the_second_paper_says_so_and_the_first_does_not(a_round, two_lists):
    first, second = papers(a_round)
    assert "đợt" not in first.about
    assert second.about.endswith("(đợt 2)")


def test_only_the_list_that_was_voted_on_has_votes(a_round, two_lists):
    first, second = (word_text(render_word(paper)) for paper in papers(a_round))
    assert "biểu quyết" not in first
    assert "biểu quyết của Hội đồng: 9 phiếu tán thành, 1 phiếu không tán thành;" in second


def test_each_paper_prints_the_seal_of_its_own_action(a_round, two_lists):
    first, second = (paper.footer[0] for paper in papers(a_round))
    assert re.search(r"số (\d+),", first)[1] != re.search(r"số (\d+),", second)[1]
    sealed(3)
    assert [paper.footer[0] for paper in papers(a_round)] == [first, second]


def test_until_its_action_is_sealed_a_decision_prints_the_newest_seal(a_round, three, actors):
    before = sealed(1)
    decide(a_round, three[:1], actors.chuyen)
    assert f"số {before.no}," in papers(a_round)[0].footer[0]


def test_each_list_is_issued_on_its_own_with_its_own_number(a_round, two_lists, tree, actors):
    newer, older = offered(a_round, tree)
    one, two = (issue(a_round, tree, paper, actors.chuyen) for paper in (older, newer))
    assert (one.kind, two.kind) == ("quyet-dinh", "quyet-dinh")
    assert [take_number(document=each, by=actors.chuyen).number for each in (one, two)] == ["01/QĐ-LĐLĐ", "02/QĐ-LĐLĐ"]
    assert issue(a_round, tree, older, actors.chuyen) == one
    assert Document.objects.count() == 2


def test_the_papers_are_offered_newest_first_with_day_number_and_count(a_round, two_lists, tree):
    day = f"{clock.today():%d/%m/%Y}"
    titles = [str(paper.title) for paper in offered(a_round, tree)]
    assert titles == [f"Quyết định ngày {day} (QĐ 13) – 1 CĐCS", f"Quyết định ngày {day} (QĐ 12) – 2 CĐCS"]
    assert offered(a_round, tree)[0].build() == papers(a_round)[1]


def test_a_sheet_decided_again_moves_to_its_newest_decision_and_the_issued_paper_stays(
    a_round, two_lists, tree, actors
):  # fmt: skip
    garment = two_lists[0]
    document = issue(a_round, tree, offered(a_round, tree)[1], actors.chuyen)
    reopen_sheet(sheet=fresh(garment), why="kiến nghị", due=DUE, by=actors.lanh)
    assert [each.sheets for each in decision_lists(a_round)] == [1, 1]
    appraise_all(garment, actors.hanh)
    finish_appraisal(sheet=fresh(garment), by=actors.hanh)
    decide(a_round, [garment], actors.chuyen)
    assert [(each.n, each.sheets) for each in decision_lists(a_round)] == [(3, 1), (2, 1), (1, 1)]
    assert unions(papers(a_round)[2]) == [GARMENT]
    assert unions(papers(a_round)[0]) == [SHOES]
    assert unions(paper_of(Document.objects.get(pk=document.pk))) == [SHOES, GARMENT]


def test_a_list_whose_sheets_are_all_reopened_has_no_paper(a_round, two_lists, actors):
    reopen_sheet(sheet=fresh(two_lists[2]), why="kiến nghị", due=DUE, by=actors.lanh)
    assert [each.n for each in decision_lists(a_round)] == [1]


def test_the_whole_list_gathers_the_decisions_where_there_are_two(a_round, two_lists, tree, actors):
    assert "danh-sach" in [paper.key for paper in offers(RoundSubject(a_round, tree.province))]
    paper = whole_list(a_round)
    assert len(unions(paper)) == 3
    text = word_text(render_word(paper))
    assert "Tổng hợp 3 công đoàn cơ sở theo các quyết định:" in text
    assert text.index("(QĐ 12): 2 công đoàn cơ sở;") < text.index("(QĐ 13): 1 công đoàn cơ sở;")
    reopen_sheet(sheet=fresh(two_lists[2]), why="kiến nghị", due=DUE, by=actors.lanh)
    assert "danh-sach" not in [paper.key for paper in offers(RoundSubject(a_round, tree.province))]


def test_what_was_decided_before_lists_were_kept_has_a_paper_of_its_own(a_round, two_lists, tree):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE grading_sheet SET decision_id = NULL WHERE grade <> '' AND unit_id IN "
                       "(SELECT id FROM register_unit WHERE code = %s)", [tree.school.code])  # fmt: skip
    keys = [paper.key for paper in offers(RoundSubject(a_round, tree.province))]
    assert "quyet-dinh" in keys
    assert len(unions(decision(a_round))) == 1


def test_a_ward_is_offered_no_decision(a_round, two_lists, tree):
    assert [paper.key for paper in offers(RoundSubject(a_round, tree.ward))] == ["to-trinh", "bieu-tong-hop"]


def test_offering_papers_takes_as_many_queries_for_two_lists_as_for_one(a_round, three, tree, actors):
    counts = []
    for sheet in three[:2]:
        decide(a_round, [sheet], actors.chuyen)
        with CaptureQueriesContext(connection) as seen:
            offers(RoundSubject(a_round, tree.province))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_on_the_page_each_list_is_printed_issued_and_numbered(client, a_round, two_lists, tree, actors):
    client.force_login(actors.chuyen)
    page = reverse("papers_of_unit", args=[2026, tree.province.code])
    text = client.get(page).content.decode()
    newer, older = offered(a_round, tree)
    assert text.index(newer.title) < text.index(older.title)
    answer = client.get(reverse("unit_paper", args=[2026, tree.province.code, older.key, "docx"]))
    assert GARMENT in word_text(answer.content)
    client.post(reverse("unit_paper_issue", args=[2026, tree.province.code]), {"what": newer.key})
    document = Document.objects.get()
    assert document.subject == newer.subject
    assert 'value="QĐ 13"' in client.get(page).content.decode()
    assert (
        client.post(reverse("document_number", args=[document.pk]), {"what": "take"}).url
        == f"{page}?lich=calendar_year"
    )
    assert "01/QĐ-LĐLĐ" in client.get(page).content.decode()


def test_nobody_finds_the_paper_of_a_list_that_is_not_there(client, a_round, two_lists, tree, actors):
    client.force_login(actors.lanh)
    for what in ("quyet-dinh", "quyet-dinh-0", f"quyet-dinh-{a_round.pk.hex}"):
        assert client.get(reverse("unit_paper", args=[2026, tree.province.code, what, "docx"])).status_code == 404


def test_a_stranger_finds_no_decision(client, a_round, two_lists, tree, actors):
    client.force_login(actors.nhung)
    key = offered(a_round, tree)[0].key
    assert client.get(reverse("unit_paper", args=[2026, tree.province.code, key, "docx"])).status_code == 404


def test_a_decision_is_not_undone_while_its_paper_is_issued(a_round, three, tree, actors):
    decide(a_round, three[:1], actors.chuyen)
    action = Action.objects.get(verb="round.decide")
    assert blockers(action) == []
    document = issue(a_round, tree, offered(a_round, tree)[0], actors.chuyen)
    assert [each.row for each in blockers(action)] == [document.pk]

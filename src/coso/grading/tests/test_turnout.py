"""The poll's turnout as a figure of the sheet, and the undo that a poll does not offer."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.journal import blockers
from coso.access.models import Action
from coso.ballots.models import Ballot
from coso.grading.evidence import evidence_of
from coso.grading.models import Sheet
from coso.grading.papers.score_sheet import score_sheet
from coso.grading.prefill import scope_of
from coso.grading.reads import line_view
from coso.grading.services.rounds import refresh_figures
from coso.grading.testing.year import line
from coso.indicators.registry import MISSING, Figure, indicators
from coso.polls.services.running import close_poll, mark_handed, print_slips
from coso.polls.testing import give, paper, unsigned
from coso.polls.testing import slips as handed
from coso.rubrics.specs import grammar_of

TURNOUT = indicators()["grading.poll_turnout_share"]


def figure(sheet):
    return next((f for f in TURNOUT.figures(scope_of(sheet.round, sheet.unit))), None)


def answered(poll, actors, slips=6, on_paper=0):
    for code in handed(poll, slips, actors.nhung):
        give(code)
    if on_paper:
        paper(poll, by=actors.nhung, true=on_paper)
    close_poll(poll=poll, by=actors.nhung)


def test_there_is_no_figure_before_the_poll_is_closed(poll, big, actors):
    give(handed(poll, 1, actors.nhung)[0])
    assert figure(big) is None
    assert TURNOUT.absent == MISSING


def test_slips_and_paper_are_counted_over_the_members_of_the_first_day(poll, big, actors, django_assert_num_queries):
    answered(poll, actors, slips=6, on_paper=2)
    scope = scope_of(big.round, big.unit)
    with django_assert_num_queries(1):
        assert list(TURNOUT.figures(scope)) == [Figure(big.unit_id, 8, 14, records=1)]
    assert TURNOUT.evidence(scope_of(big.round, big.unit)).count() == 1


def test_more_answers_than_signatures_are_no_turnout(poll, big, actors):
    for code in print_slips(poll=poll, count=6, by=actors.nhung):
        give(code)
    mark_handed(poll=poll, people=unsigned(poll, 5), handed="slip", by=actors.nhung)
    close_poll(poll=poll, by=actors.nhung)
    assert figure(big).absent == MISSING


def test_a_poll_closed_outside_the_window_does_not_count(poll, big, actors):
    answered(poll, actors)
    scope = scope_of(big.round, big.unit)
    before = scope.period.start - dt.timedelta(days=1)
    assert not TURNOUT.evidence(type(scope)(scope.path, type(scope.period).closed(before, before))).exists()


def test_turnout_is_proposed_on_the_sheet_and_what_was_answered_is_not(poll, big, actors):
    answered(poll, actors, slips=7)
    refresh_figures(round_=big.round, by=None)
    found = line(big, "U03")
    assert (found.numerator, found.denominator, found.status) == (7, 14, "counted")
    assert found.proposed == 3000


def test_the_evidence_says_how_many_came_by_slip_and_how_many_on_paper(poll, big, actors):
    answered(poll, actors, slips=6, on_paper=2)
    view = line_view(line(big, "U03"), grammar_of(big.round.rubric), big.variant)
    (row,) = evidence_of(view, actors.nhung).rows
    assert row.sub == "8 trên 14 đoàn viên đã trả lời: 6 bằng phiếu lẻ, 2 bằng phiếu giấy"
    assert row.url == reverse("sheet_poll", args=[big.pk])


def test_no_undo_is_offered_for_what_stands_for_good(poll, actors, client):
    answered(poll, actors, on_paper=1)
    client.force_login(actors.lanh)
    for verb, offered in (
        ("poll.open", False),
        ("poll.print", False),
        ("poll.close", False),
        ("poll.stop", False),
        ("poll.count", False),
        ("poll.hand", True),
    ):
        action = Action.objects.filter(verb=verb).latest("at")
        page = client.get(reverse("action", args=[action.pk])).content.decode()
        assert any(stop.for_good for stop in blockers(action)) is not offered
        assert (reverse("take_back", args=[action.pk]) in page) is offered, verb
        assert ("không hoàn tác được" in page) is not offered


def test_a_turnout_of_few_is_told_to_the_appraiser_on_the_sheet_its_papers_and_where_scores_are_compared(
    poll, big, actors, client
):
    answered(poll, actors)
    QuerySet(Ballot).update(voters=1133)
    refresh_figures(round_=big.round, by=None)
    for name, arguments in (
        ("sheet", [big.pk]),
        ("sheet_poll", [big.pk]),
        ("line_evidence", [line(big, "U03").pk]),
        ("compare", [2026]),
    ):
        client.force_login(actors.hanh)
        assert "chỉ 6 trên 1.133 đoàn viên trả lời" in client.get(reverse(name, args=arguments)).content.decode(), name
    table = score_sheet(Sheet.objects.get(pk=big.pk)).tables[0]
    assert any("chỉ 6 trên 1.133" in str(cell) for row in table.rows for cell in row.cells)

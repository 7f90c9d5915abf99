"""The member poll: what is asked of whom, no result before closing nor under five answers."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import models

from coso.access.journal import BlockedError, StaleError, undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.ballots.key_files import destroy_key, has_key
from coso.ballots.models import Ballot, BallotSlip, PaperCount, RosterEntry, Tally
from coso.polls.caution import caution
from coso.polls.models import Meeting, Poll
from coso.polls.reads import member_scores, poll_results, poll_view
from coso.polls.services.counting import count_paper, record_meeting
from coso.polls.services.running import close_poll, mark_handed, open_poll, print_slips, renew_poll, void_slips
from coso.polls.subjects import subject_of
from coso.polls.testing import ASKED, KEYS, SOON, fill_union, give, of_sheet, paper, slips, unsigned

pytestmark = pytest.mark.one_year


def told(poll):
    return poll_view(subject_of(poll))


def turnouts(subjects):
    """(answers, members) by subject."""
    found = poll_results(Poll.objects.filter(subject__in=subjects)).values()
    return {each.poll.subject: (each.answers, each.sums.ballot.voters) for each in found}


# ── opening and closing ──


def test_one_poll_a_sheet_and_none_that_ended_before_it_began(poll, big, actors, today):
    with pytest.raises(RefusedError, match="đã có"):
        open_poll(about=of_sheet(big), last=today, by=actors.nhung)
    models.QuerySet(Poll).filter(pk=poll.pk)._raw_delete("default")
    with pytest.raises(RefusedError, match="đã qua"):
        open_poll(about=of_sheet(big), last=today - SOON, by=actors.nhung)
    with pytest.raises(RefusedError, match="hơn mười năm"):
        open_poll(about=of_sheet(big), last=dt.date.max, by=actors.nhung)


@pytest.mark.parametrize(
    ("who", "may"),
    [("uy", 1), ("hanh", 1), ("lanh", 1), ("to", 0), ("thay", 0), ("khach", 0), ("kiem", 0), ("quan", 0)],
)
def test_the_committee_and_the_managing_union_may_open(big, actors, today, who, may):
    account = getattr(actors, who)
    if may:
        assert open_poll(about=of_sheet(big), last=today, by=account).ballot.voters == 14
    else:
        with pytest.raises(ForbiddenError):
            open_poll(about=of_sheet(big), last=today, by=account)


def test_a_closed_poll_takes_nothing_any_more(poll, actors):
    (code,) = slips(poll, 1, actors.nhung)
    close_poll(poll=poll, by=actors.nhung)
    for deed in (
        lambda: give(code),
        lambda: print_slips(poll=poll, count=1, by=actors.nhung),
        lambda: void_slips(poll=poll, why="x", by=actors.nhung),
        lambda: close_poll(poll=poll, by=actors.nhung),
        lambda: paper(poll, true=1),
    ):
        with pytest.raises(RefusedError):
            deed()


def test_after_the_last_day_no_slip_is_taken_and_paper_still_is(poll, actors, today):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    models.QuerySet(Ballot).update(last=today - dt.timedelta(days=1))
    with pytest.raises(RefusedError, match="đã kết thúc"):
        give(code)
    assert told(poll).state == "ended"
    assert paper(poll, true=5).ballots == 5


def test_neither_opening_nor_printing_nor_closing_is_undone(poll, actors):
    print_slips(poll=poll, count=1, by=actors.nhung)
    close_poll(poll=poll, by=actors.nhung)
    for verb in ("poll.open", "poll.print", "poll.close"):
        with pytest.raises(BlockedError):
            undo(action=Action.objects.get(verb=verb), reason="x", by=None)
    assert Ballot.objects.get().closed


def test_the_journal_knows_how_many_slips_were_printed_and_no_code(poll, actors):
    codes = print_slips(poll=poll, count=3, by=actors.nhung)
    printed = Action.objects.get(verb="poll.print")
    assert printed.reason == "3"
    assert not any(code in str(vars(printed)) for code in codes)


def test_the_roster_is_the_members_of_the_first_day(poll, tree, today):
    fill_union(tree.garment, 1)
    on_roster = set(RosterEntry.objects.values_list("person_id", flat=True))
    assert len(on_roster) == 14
    assert on_roster < subject_of(poll).voters(today)


def test_voiding_says_why_and_takes_the_answers_and_signatures_back(poll, actors):
    codes = slips(poll, 6, actors.nhung)
    give(codes[0])
    with pytest.raises(RefusedError, match="lý do"):
        void_slips(poll=poll, why=" ", by=actors.nhung)
    void_slips(poll=poll, why="Mất một tập phiếu", by=actors.nhung)
    assert not BallotSlip.objects.exists()
    assert not RosterEntry.objects.exclude(handed="").exists()
    assert len(print_slips(poll=poll, count=14, by=actors.nhung)) == 14


def test_a_poll_whose_key_is_lost_is_opened_anew_and_only_then(poll, actors, today):
    (code,) = slips(poll, 1, actors.nhung)
    with pytest.raises(RefusedError, match="vẫn còn"):
        renew_poll(poll=poll, last=today, by=actors.nhung)
    destroy_key(poll.ballot_id)
    assert told(poll).state == "lost"
    again = renew_poll(poll=poll, last=today + SOON, by=actors.nhung)
    assert (again.pk, told(again).state, again.ballot.printed) == (poll.pk, "open", 0)
    assert has_key(again.ballot_id)
    with pytest.raises(RefusedError, match="đã kết thúc"):
        give(code)
    assert member_scores([poll.subject]) == {}


def test_a_closing_that_was_broken_off_is_told_and_done_again(poll, actors, monkeypatch):
    from coso.ballots.services import closing

    give(slips(poll, 1, actors.nhung)[0])
    with monkeypatch.context() as patch:
        patch.setattr(closing, "open_boxes", lambda **_: (_ for _ in ()).throw(OSError))
        with pytest.raises(OSError):
            close_poll(poll=poll, by=actors.nhung)
    assert told(poll).state == "stopped"
    close_poll(poll=poll, by=actors.nhung)
    assert told(poll).state == "few"
    assert told(poll).result.answers == 1


@pytest.mark.parametrize("who", ["thay", "khach", "kiem", "to"])
def test_a_stranger_who_holds_the_row_does_nothing_with_it(poll, actors, who, today):
    by = getattr(actors, who)
    print_slips(poll=poll, count=1, by=None)
    for deed in (
        lambda: print_slips(poll=poll, count=1, by=by),
        lambda: mark_handed(poll=poll, people=unsigned(poll, 1), handed="slip", by=by),
        lambda: void_slips(poll=poll, why="x", by=by),
        lambda: close_poll(poll=poll, by=by),
        lambda: renew_poll(poll=poll, last=today, by=by),
        lambda: paper(poll, by=by, signed=0, true=1),
    ):
        with pytest.raises(ForbiddenError):
            deed()
    assert (Ballot.objects.get().state, Ballot.objects.get().printed) == ("open", 1)


def test_a_stale_row_writes_into_no_ballot_but_the_one_of_today(poll, actors, today):
    """The page was opened before the poll was opened anew."""
    stale = Poll.objects.select_related("ballot", "unit").get(pk=poll.pk)
    destroy_key(poll.ballot_id)
    now = renew_poll(poll=poll, last=today, by=actors.nhung)
    slips(stale, 2, actors.nhung)
    assert Ballot.objects.get(pk=now.ballot_id).printed == 2
    close_poll(poll=stale, by=actors.nhung)
    assert Ballot.objects.get(pk=now.ballot_id).state == "closed"


def test_a_poll_that_is_gone_is_stale(poll, actors):
    models.QuerySet(Poll).filter(pk=poll.pk)._raw_delete("default")
    with pytest.raises(StaleError):
        print_slips(poll=poll, count=1, by=actors.nhung)


# ── the result ──


def test_nothing_is_told_before_closing(poll, big, actors):
    for code in slips(poll, 9, actors.nhung):
        give(code)
    assert told(poll).result is None
    assert member_scores([big.id]) == turnouts([big.id]) == {}


@pytest.mark.parametrize(("answers", "state"), [(0, "few"), (4, "few"), (5, "closed")])
def test_no_result_under_five_answers(poll, big, actors, answers, state):
    for code in slips(poll, 9, actors.nhung)[:answers]:
        give(code)
    close_poll(poll=poll, by=actors.nhung)
    view = told(poll)
    assert view.state == state
    assert bool(list(view.result.rows())) is (state == "closed")
    assert bool(member_scores([big.id])) is (state == "closed")
    assert turnouts([big.id]) == {big.id: (answers, 14)}


def test_the_score_is_the_share_of_the_possible(poll, big, actors):
    """By hand: 2 × 1 + 1 × 2/3 + 1 × 0 = 8/3 of the 4 who know; one does not know: 2/3."""
    codes = slips(poll, 5, actors.nhung)
    for code, choice in zip(codes, ["true", "true", "mostly", "false", "unknown"], strict=True):
        give(code, choice)
    close_poll(poll=poll, by=actors.nhung)
    assert member_scores([big.id]) == {big.id: Fraction(2, 3)}


def test_who_all_do_not_know_give_no_score(poll, big, actors):
    for code in slips(poll, 5, actors.nhung):
        give(code, "unknown")
    close_poll(poll=poll, by=actors.nhung)
    assert member_scores([big.id]) == {}
    assert told(poll).state == "closed"


def test_paper_is_added_and_too_few_slips_beside_it_are_left_out(poll, actors):
    for code in slips(poll, 3, actors.nhung):
        give(code, "false")
    paper(poll, true=4, little=2)
    close_poll(poll=poll, by=actors.nhung)
    result = told(poll).result
    assert (result.answers, result.shown, result.left_out) == (9, 6, 3)
    assert result.counts[KEYS[0]] == {"true": 4, "little": 2}
    assert result.score == Fraction(4 * 3 + 2, 18)


def test_more_answers_than_signatures_give_no_result_until_the_roster_is_complete(poll, actors):
    for code in print_slips(poll=poll, count=6, by=actors.nhung):
        give(code)
    mark_handed(poll=poll, people=unsigned(poll, 5), handed="slip", by=actors.nhung)
    close_poll(poll=poll, by=actors.nhung)
    assert told(poll).state == "over"
    assert told(poll).result.score is None
    mark_handed(poll=poll, people=unsigned(poll, 1), handed="slip", by=actors.nhung)
    assert told(poll).state == "closed"


def test_paper_typed_wrongly_is_taken_back_after_the_closing_while_there_is_no_result(poll, actors):
    for code in print_slips(poll=poll, count=6, by=actors.nhung):
        give(code)
    mark_handed(poll=poll, people=unsigned(poll, 5), handed="slip", by=actors.nhung)
    paper(poll, by=actors.nhung, true=2)
    close_poll(poll=poll, by=actors.nhung)
    assert told(poll).state == "over"
    undo(action=Action.objects.get(verb="poll.count"), reason="gõ nhầm", by=None)
    assert told(poll).result.answers == 6


def test_paper_is_not_taken_away_from_a_result_that_was_seen(poll, actors):
    """Else the difference would be what few wrote on paper, and the roster says who they are."""
    for code in slips(poll, 6, actors.nhung):
        give(code)
    paper(poll, by=actors.nhung, true=1)
    close_poll(poll=poll, by=actors.nhung)
    with pytest.raises(BlockedError) as wrong:
        undo(action=Action.objects.get(verb="poll.count"), reason="gõ nhầm", by=actors.nhung)
    assert wrong.value.blockers[0].for_good
    signed = list(RosterEntry.objects.filter(handed="slip").values_list("person_id", flat=True))
    with pytest.raises(RefusedError, match="đã biết"):
        mark_handed(poll=poll, people=signed[:1], handed="", by=actors.nhung)
    with pytest.raises(RefusedError, match="đã biết"):
        undo(action=Action.objects.filter(verb="poll.hand").earliest("at"), reason="x", by=actors.nhung)
    mark_handed(poll=poll, people=unsigned(poll, 1), handed="paper", by=actors.nhung)
    assert (told(poll).state, told(poll).result.answers) == ("closed", 7)


def test_sums_of_few_slips_are_not_written_beside_a_roster_that_names_few(poll, actors):
    for code in slips(poll, 4, actors.nhung):
        give(code, "false")
    paper(poll, by=actors.nhung, true=5)
    close_poll(poll=poll, by=actors.nhung)
    assert not Tally.objects.exists()
    assert (told(poll).result.left_out, told(poll).result.answers) == (4, 9)


def test_slips_that_did_not_open_hide_nobody(poll, actors):
    """Six were used, two of them spoilt past the application: the sums of four are left out."""
    for code in slips(poll, 6, actors.nhung):
        give(code, "false")
    for slip in BallotSlip.objects.filter(used=True)[:2]:
        BallotSlip.objects.filter(pk=slip.pk).update(sealed=bytes(96))
    paper(poll, by=actors.nhung, true=5)
    close_poll(poll=poll, by=actors.nhung)
    assert not Tally.objects.exists()
    assert told(poll).result.counts[KEYS[0]] == {"true": 5}


def test_the_results_of_any_number_of_polls_take_four_queries(poll, actors, django_assert_num_queries):
    for code in slips(poll, 5, actors.nhung):
        give(code)
    close_poll(poll=poll, by=actors.nhung)
    with django_assert_num_queries(4):
        poll_results(Poll.objects.all())


# ── paper and meetings ──


def test_paper_ballots_may_not_be_more_than_signatures(poll, actors):
    paper(poll, by=actors.uy, true=10)
    with pytest.raises(RefusedError, match="đã ký nhận phiếu giấy"):
        paper(poll, signed=2, true=3)
    assert PaperCount.objects.get().counters == "Hạnh, Nhung"
    assert Action.objects.filter(verb="poll.count", actor=actors.uy.id).exists()


@pytest.mark.parametrize(
    "counts",
    [{}, {key: {} for key in KEYS}, {key: {"true": n} for n, key in enumerate(KEYS)}, {key: {"x": 3} for key in KEYS},
     {key: {"true": 5, "false": -2} for key in KEYS}],
)  # fmt: skip
def test_paper_that_does_not_add_up_is_refused(poll, counts, today):
    with pytest.raises(RefusedError):
        count_paper(poll=poll, held=today, place="x", counters="x", minutes="x", counts=counts, by=None)
    assert not PaperCount.objects.exists()


def meet(sheet, today, by=None, attended=3):
    said = dict.fromkeys(KEYS, "mostly")
    return record_meeting(about=of_sheet(sheet), held=today, attended=attended, said="Cần quạt.", outcomes=said, by=by)


def test_under_ten_members_a_meeting_stands_in_and_a_poll_is_refused(sheet, actors, today):
    assert poll_view(of_sheet(sheet)).state == "small"
    with pytest.raises(RefusedError, match="10"):
        open_poll(about=of_sheet(sheet), last=today, by=actors.nhung)
    meet(sheet, today, by=actors.nhung)
    assert poll_view(of_sheet(sheet)).state == "meeting"
    assert poll_view(of_sheet(sheet)).outcomes()[0][1].key == "mostly"
    assert member_scores([sheet.id]) == {}
    with pytest.raises(RefusedError, match="đã có"):
        meet(sheet, today)


def test_a_meeting_is_refused_from_ten_members_on_or_with_more_than_there_are(sheet, tree, actors, today):
    with pytest.raises(RefusedError):
        meet(sheet, today, attended=5)
    fill_union(tree.garment, 6)
    with pytest.raises(RefusedError, match="10"):
        meet(sheet, today)
    assert not Meeting.objects.exists()


# ── questions as data ──


def test_the_questions_are_dated_worded_twice_and_marked_as_ours():
    assert of_sheet(None).asked_on(dt.date(2026, 11, 22)) is ASKED
    with pytest.raises(LookupError):
        of_sheet(None).asked_on(dt.date(2025, 12, 31))
    assert ASKED.status == "ours"
    assert all(each.vi and each.en for each in [*ASKED.questions, *ASKED.answers, ASKED.source])
    assert [answer.worth for answer in ASKED.answers] == [1, Fraction(2, 3), Fraction(1, 3), 0, None]


# ── few behind a figure ──


@pytest.mark.parametrize(
    ("answers", "members", "said"),
    [(6, 1133, "6 trên 1.133 đoàn viên trả lời (0,5 %)"), (199, 1000, "19,9 %"), (200, 1000, ""), (0, 0, "")],
)
def test_a_figure_of_few_members_says_how_few_of_how_many(answers, members, said, today):
    told = caution(answers, members, today)
    assert said in told
    assert bool(told) is bool(said)
    assert "quy ước của phần mềm" in told or not said


def test_a_result_of_few_says_so(poll, big, tree, actors, today):
    paper(poll, true=5)
    close_poll(poll=poll, by=actors.nhung)
    assert poll_results(Poll.objects.all())[poll.pk].caution == ""
    models.QuerySet(Ballot).update(voters=1133)
    assert "5 trên 1.133" in poll_results(Poll.objects.all())[poll.pk].caution

"""The member poll: anonymous by construction, no result before closing nor under five answers."""

import datetime as dt
import random
from fractions import Fraction

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from coso.access.journal import BlockedError, undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.evaluation.models import Meeting, PaperCount, Poll, Slip, Tally, WrongTries
from coso.evaluation.poll.questions import question_sets, questions_on
from coso.evaluation.poll.reads import member_scores, poll_results, poll_view, turnouts
from coso.evaluation.poll.services.answering import answer_poll, find_slip
from coso.evaluation.poll.services.counting import count_paper, record_meeting
from coso.evaluation.poll.services.running import close_poll, open_poll, print_slips, void_slips
from coso.lib import clock
from coso.register.services.people import add_member

ASKED = question_sets()["ours-2026"]
KEYS = [question.key for question in ASKED.questions]
CHOICES = [answer.key for answer in ASKED.answers]
SOON = dt.timedelta(days=7)


def fill_union(unit, count):
    for n in range(count):
        add_member(unit=unit, day=dt.date(2024, 2, 1), values={"name": f"Trần Văn {n}", "female": False}, by=None)


def give(code, choice="true"):
    return answer_poll(code=code, answers=dict.fromkeys(KEYS, choice))


def paper(poll, by=None, **said):
    counts = {key: dict(said) for key in KEYS}
    return count_paper(
        poll=poll, held=clock.today(), place="Nhà ăn", counters="Hạnh, Nhung", minutes="BB 01", counts=counts,
        by=by,
    )  # fmt: skip


def told(poll):
    return poll_view(poll.sheet)


# ── anonymous by construction ──


def test_a_slip_and_a_counter_have_no_time_and_no_key_in_time_order(poll):
    for model in (Slip, Tally):
        times = [each for each in model._meta.fields if isinstance(each, models.DateField | models.TimeField)]
        assert not times
    assert {field.name for field in Slip._meta.fields} == {"look", "poll", "used", "void"}


def test_slips_stand_in_the_order_of_their_hashes_not_of_their_printing(poll, actors):
    codes = print_slips(poll=poll, count=14, by=actors.nhung)
    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT look FROM evaluation_slip ORDER BY {order}")
        stored = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    assert stored == sorted(stored)
    assert not any(code.replace("-", "") in str(stored) for code in codes)


def test_after_closing_every_slip_and_counter_was_written_at_once(poll, actors):
    codes = print_slips(poll=poll, count=8, by=actors.nhung)
    for code in codes[:6]:
        give(code)
    close_poll(poll=poll, by=actors.nhung)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM evaluation_slip")
            assert cursor.fetchone() == (1,)
    assert Slip.objects.filter(used=True).count() == 6


def test_an_answer_writes_two_things_and_no_action(poll, actors):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    before = Action.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        give(code)
    written = {q["sql"].split()[1] for q in caught if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))}
    assert {table.strip('"') for table in written} == {"evaluation_slip", "evaluation_tally"}
    assert Action.objects.count() == before


def test_the_journal_knows_how_many_slips_were_printed_and_no_code(poll, actors):
    codes = print_slips(poll=poll, count=3, by=actors.nhung)
    printed = Action.objects.get(verb="poll.print")
    assert printed.reason == "3"
    assert not any(code in str(vars(printed)) for code in codes)


# ── a slip is good once ──


def test_a_second_use_is_refused_and_counts_nothing(poll, actors):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    give(code)
    with pytest.raises(RefusedError, match="đã được dùng"):
        give(code, "false")
    assert Tally.objects.filter(poll=poll, answer="true").aggregate(n=models.Sum("n"))["n"] == len(KEYS)
    assert not Tally.objects.filter(answer="false", n__gt=0).exists()


def test_a_use_that_slips_in_between_counts_once(poll, actors, monkeypatch):
    """The same slip twice at once: both have found it good; whoever marks it second gets nothing."""
    from coso.evaluation.poll.services import answering

    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    good = find_slip(code=code)
    give(code)
    monkeypatch.setattr(answering, "find_slip", lambda **_: good)
    with pytest.raises(RefusedError, match="đã được dùng"):
        give(code)
    assert Tally.objects.aggregate(n=models.Sum("n"))["n"] == len(KEYS)


def test_a_code_is_read_however_it_is_typed(poll, actors):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    assert give(f" {code.lower().replace('-', ' ')} ") == poll


@pytest.mark.parametrize("answers", [{}, {"answers": "true"}, dict.fromkeys(KEYS, "rubbish"), {"x": "true"}])
def test_an_answer_that_is_not_whole_leaves_the_slip_good(poll, actors, answers):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    with pytest.raises(RefusedError):
        answer_poll(code=code, answers=answers)
    give(code)


def test_void_slips_are_told_so_and_used_ones_stay(poll, actors):
    codes = print_slips(poll=poll, count=6, by=actors.nhung)
    give(codes[0])
    void_slips(poll=poll, why="Mất một tập phiếu", by=actors.nhung)
    with pytest.raises(RefusedError, match="phiếu khác"):
        give(codes[1])
    assert Slip.objects.filter(used=True, void=False).count() == 1
    assert len(print_slips(poll=poll, count=14, by=actors.nhung)) == 14


@pytest.mark.parametrize("count", [0, -1, 15])
def test_there_are_never_more_slips_in_force_than_members(poll, actors, count):
    with pytest.raises(RefusedError, match="14"):
        print_slips(poll=poll, count=count, by=actors.nhung)
    assert not Slip.objects.exists()


def test_wrong_codes_are_limited_by_poll_and_forgotten_at_closing(poll, actors):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
    for _each in range(200):
        with pytest.raises(RefusedError, match="chưa đúng"):
            find_slip(code=poll.mark + "AAAAAAAA")
    with pytest.raises(RefusedError, match="một giờ"):
        give(code)
    WrongTries.objects.update(hour=(clock.local(clock.now()).hour + 1) % 24)
    give(code)
    close_poll(poll=poll, by=actors.nhung)
    assert not WrongTries.objects.exists()


def test_a_code_of_no_poll_is_wrong_and_counts_nowhere(poll):
    for code in ("", "x", "ZZZZZZZZZZZZ", "\x00"):
        with pytest.raises(RefusedError, match="chưa đúng"):
            find_slip(code=code)
    assert not WrongTries.objects.filter(n__gt=0).exists()


# ── opening and closing ──


def test_one_poll_a_sheet_and_none_that_ended_before_it_began(poll, big, actors, today):
    with pytest.raises(RefusedError, match="đã có"):
        open_poll(sheet=big, last=today, by=actors.nhung)
    Poll.objects.filter(pk=poll.pk)._raw_delete("default")
    with pytest.raises(RefusedError, match="đã qua"):
        open_poll(sheet=big, last=today - SOON, by=actors.nhung)


@pytest.mark.parametrize(
    ("who", "may"),
    [("uy", 1), ("hanh", 1), ("lanh", 1), ("to", 0), ("thay", 0), ("khach", 0), ("kiem", 0), ("quan", 0)],
)
def test_the_committee_and_the_managing_union_may_open(big, actors, today, who, may):
    account = getattr(actors, who)
    if may:
        assert open_poll(sheet=big, last=today, by=account).members == 14
    else:
        with pytest.raises(ForbiddenError):
            open_poll(sheet=big, last=today, by=account)


def test_a_closed_poll_takes_nothing_any_more(poll, actors):
    (code,) = print_slips(poll=poll, count=1, by=actors.nhung)
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
    models.QuerySet(Poll).update(last=today - dt.timedelta(days=1))
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
    assert Poll.objects.get().closed


# ── the result ──


def test_nothing_is_told_before_closing(poll, big, actors):
    for code in print_slips(poll=poll, count=9, by=actors.nhung):
        give(code)
    assert told(poll).result is None
    assert member_scores([big.id]) == turnouts([big.id]) == {}


@pytest.mark.parametrize(("answers", "state"), [(0, "few"), (4, "few"), (5, "closed")])
def test_no_result_under_five_answers(poll, big, actors, answers, state):
    for code in print_slips(poll=poll, count=9, by=actors.nhung)[:answers]:
        give(code)
    close_poll(poll=poll, by=actors.nhung)
    view = told(poll)
    assert view.state == state
    assert bool(list(view.result.rows())) is (state == "closed")
    assert bool(member_scores([big.id])) is (state == "closed")
    assert turnouts([big.id]) == {big.id: (answers, 14)}


def test_the_score_is_the_share_of_the_possible(poll, big, actors):
    """By hand: 2 × 1 + 1 × 2/3 + 1 × 0 = 8/3 of the 4 who know; one does not know: 2/3."""
    codes = print_slips(poll=poll, count=5, by=actors.nhung)
    for code, choice in zip(codes, ["true", "true", "mostly", "false", "unknown"], strict=True):
        give(code, choice)
    close_poll(poll=poll, by=actors.nhung)
    assert member_scores([big.id]) == {big.id: Fraction(2, 3)}


def test_who_all_do_not_know_give_no_score(poll, big, actors):
    for code in print_slips(poll=poll, count=5, by=actors.nhung):
        give(code, "unknown")
    close_poll(poll=poll, by=actors.nhung)
    assert member_scores([big.id]) == {}
    assert told(poll).state == "closed"


def test_paper_is_added_and_too_few_slips_beside_it_are_left_out(poll, actors):
    for code in print_slips(poll=poll, count=3, by=actors.nhung):
        give(code, "false")
    paper(poll, true=4, little=2)
    close_poll(poll=poll, by=actors.nhung)
    result = told(poll).result
    assert (result.answers, result.shown, result.left_out) == (9, 6, 3)
    assert result.counts[KEYS[0]] == {"true": 4, "little": 2}
    assert result.score == Fraction(4 * 3 + 2, 18)


def test_more_answers_than_members_give_no_result_until_the_paper_is_put_right(poll, actors):
    for code in print_slips(poll=poll, count=6, by=actors.nhung):
        give(code)
    paper(poll, by=actors.nhung, true=9)
    close_poll(poll=poll, by=actors.nhung)
    assert told(poll).state == "over"
    assert told(poll).result.score is None
    undo(action=Action.objects.get(verb="poll.count"), reason="gõ nhầm", by=None)
    assert told(poll).state == "closed"


def test_the_results_of_any_number_of_polls_take_four_queries(poll, actors, django_assert_num_queries):
    for code in print_slips(poll=poll, count=5, by=actors.nhung):
        give(code)
    close_poll(poll=poll, by=actors.nhung)
    with django_assert_num_queries(4):
        poll_results(Poll.objects.all())


def test_the_sum_of_each_question_is_the_number_of_used_slips_whatever_happens(poll, actors):
    chance = random.Random(7)
    codes = print_slips(poll=poll, count=14, by=actors.nhung)
    for _each in range(60):
        said = {
            key: chance.choice([*CHOICES, "rubbish"]) if chance.random() < 0.1 else chance.choice(CHOICES)
            for key in KEYS
        }
        try:
            answer_poll(code=chance.choice(codes), answers=said)
        except RefusedError:
            continue
        finally:
            used = Slip.objects.filter(used=True).count()
            sums = dict(Tally.objects.values_list("question").annotate(s=models.Sum("n")))
            assert set(sums.values()) == {used}
    assert used


# ── paper and meetings ──


def test_paper_ballots_may_not_be_more_than_members(poll, actors):
    paper(poll, by=actors.uy, true=10)
    with pytest.raises(RefusedError, match="đoàn viên"):
        paper(poll, true=5)
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
    return record_meeting(sheet=sheet, held=today, attended=attended, said="Cần quạt.", outcomes=said, by=by)


def test_under_ten_members_a_meeting_stands_in_and_a_poll_is_refused(sheet, actors, today):
    assert poll_view(sheet).state == "small"
    with pytest.raises(RefusedError, match="10"):
        open_poll(sheet=sheet, last=today, by=actors.nhung)
    meet(sheet, today, by=actors.nhung)
    assert poll_view(sheet).state == "meeting"
    assert poll_view(sheet).outcomes()[0][1].key == "mostly"
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
    assert questions_on(dt.date(2026, 11, 22)) is ASKED
    with pytest.raises(LookupError):
        questions_on(dt.date(2025, 12, 31))
    assert ASKED.status == "ours"
    assert all(each.vi and each.en for each in [*ASKED.questions, *ASKED.answers, ASKED.source])
    assert [answer.worth for answer in ASKED.answers] == [1, Fraction(2, 3), Fraction(1, 3), 0, None]

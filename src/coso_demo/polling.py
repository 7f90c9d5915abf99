"""Member polls of this year's sheets: closed ones with results, one with too few answers, open ones, small meetings."""

import datetime as dt
import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from coso.access.journal import Act
from coso.ballots import models as ballots
from coso.ballots.answers import pack
from coso.ballots.key_files import keep_key
from coso.ballots.models import Ballot, BallotSlip, PaperCount, RosterEntry, Tally
from coso.grading.poll_subjects import SheetPoll
from coso.indicators.registry import Figure
from coso.lib import clock
from coso.lib.codes import chance_code
from coso.lib.keys import new_key
from coso.lib.sealing import new_pair, seal
from coso.polls.models import Meeting, Poll
from coso.polls.questions import QuestionSet
from coso.polls.services.running import enough_slips
from coso_demo.remarks import MEETING
from coso_demo.years import PollDays

SMALLEST, LARGEST = 10, 400
FEW = 3
ASKED = ["id", "unit_id", "subject", "subject_kind", "year", "questions"]
BALLOT = ["id", "unit_id", "subject", "rule", "mark", "choices", "public_key", "voters", "printed"]
BALLOT += ["opened", "last", "closed", "state", "used", "unreadable", "replaced"]
ROSTER = ["id", "ballot_id", "person_id", "handed"]
MET = [*ASKED, "held", "members", "attended", "said", "outcomes"]
PAPER = ["id", "ballot_id", "held", "place", "counters", "minutes", "ballots", "counts"]


@dataclass(frozen=True)
class MadePoll:
    """A poll being made up: how many members, slips used, ballots on paper; `liking` from 0 to 1."""

    members: int
    used: int
    paper: int
    closed: bool
    liking: float


@dataclass(frozen=True)
class Asked:
    """The polls and the meetings of a round, by union; a meeting has its members and those who came."""

    polls: Mapping[uuid.UUID, MadePoll]
    meetings: Mapping[uuid.UUID, tuple[int, int]]

    def turnout(self) -> dict[uuid.UUID, Figure]:
        """What the indicator will count of them."""
        held = {unit: poll for unit, poll in self.polls.items() if poll.closed}
        return {unit: Figure(unit, poll.used + poll.paper, poll.members, records=1) for unit, poll in held.items()}


def ask_members(
    members: Mapping[uuid.UUID, int], unions: Iterable[uuid.UUID], rng: Random, *, over: bool = False
) -> Asked:
    """A quarter of the unions ask their members; every eighth of those polls is still open, one has three answers.

    `over`: the last day of every poll has passed, none is open.
    """
    unions = [unit for unit in unions if unit in members]
    able = [unit for unit in unions if SMALLEST <= members[unit] <= LARGEST]
    chosen = rng.sample(able, min(len(able), max(6, len(able) // 4)))
    polls = {unit: _poll(n, members[unit], rng, over) for n, unit in enumerate(chosen)}
    small = [unit for unit in unions if 3 < members[unit] < SMALLEST][:2]
    return Asked(polls, {unit: (members[unit], members[unit] - 1) for unit in small})


def _poll(n: int, members: int, rng: Random, over: bool) -> MadePoll:
    used = FEW if n == 1 else max(5, round(members * rng.uniform(0.25, 0.85)))
    paper = round((members - used) * rng.uniform(0.1, 0.5)) if n % 3 == 2 else 0
    return MadePoll(members, used, paper, over or n % 8 != 0, rng.uniform(0.35, 0.95))


def write_polls(asked: Asked, sheets: Mapping[uuid.UUID, uuid.UUID], days: PollDays, rng: Random, a: Act) -> int:
    """Writes polls, slips, counters and meetings on the sheets, given by union. Returns the number of polls."""
    questions = SheetPoll.asked_on(days.opened)
    about = {row.unit_id: SheetPoll(row) for row in SheetPoll.rows().filter(pk__in=list(sheets.values()))}
    marks: set[str] = set()
    while len(marks) < len(asked.polls):
        marks.add(chance_code(4))
    keys, pairs = {unit: new_key() for unit in asked.polls}, {unit: new_pair() for unit in asked.polls}
    rows = [
        [keys[unit], unit, sheets[unit], ballots.POLL, mark, questions.choices, pairs[unit][1], poll.members,
         poll.members - poll.paper, *_days(poll, days), 0, ""]
        for (unit, poll), mark in zip(asked.polls.items(), sorted(marks), strict=True)
    ]  # fmt: skip
    a.create(Ballot, BALLOT, rows)
    a.create(Poll, [*ASKED, "ballot_id"], ([*_place(about[unit], questions), key] for unit, key in keys.items()))
    a.create(RosterEntry, ROSTER, _roster(asked, keys, about))
    for unit, poll in asked.polls.items():
        if not poll.closed or enough_slips(poll.used, days.last):
            _write_answers(keys[unit], poll, questions, pairs[unit], rng)
    held = [(keys[unit], poll) for unit, poll in asked.polls.items() if poll.paper]
    a.create(PaperCount, PAPER, [_paper_row(key, poll, questions, days, rng) for key, poll in held])
    meetings = [(about[unit], *told) for unit, told in asked.meetings.items()]
    a.create(Meeting, MET, [_meeting_row(*row, questions, days.opened) for row in meetings])
    return len(rows)


def _place(about: SheetPoll, questions: QuestionSet) -> list[object]:
    """The columns of ASKED."""
    return [new_key(), about.row.unit_id, about.row.pk, about.key, about.year, questions.code]


def _days(poll: MadePoll, days: PollDays) -> tuple[dt.date, dt.date, dt.date | None, str, int | None]:
    """The days of a poll, its state, and the slips used as far as that is known."""
    if not poll.closed:
        return days.opened, days.still, None, ballots.OPEN, None
    return days.opened, days.last, days.closed, ballots.CLOSED, poll.used


def _roster(
    asked: Asked, keys: Mapping[uuid.UUID, uuid.UUID], about: Mapping[uuid.UUID, SheetPoll]
) -> Iterable[list[object]]:
    """Who signed for what: as many for paper as were counted, everybody else of a closed poll for a slip."""
    for unit, poll in asked.polls.items():
        for n, person in enumerate(sorted(about[unit].voters(clock.today()))[: poll.members]):
            slip = n < poll.paper + poll.used or poll.closed
            handed = ballots.PAPER if n < poll.paper else ballots.SLIP if slip else ballots.NOTHING
            yield [new_key(), keys[unit], person, handed]


def _write_answers(
    key: uuid.UUID, poll: MadePoll, questions: QuestionSet, pair: tuple[bytes, bytes], rng: Random
) -> None:
    """The sums of a closed poll, where they are enough to be kept; the sealed slips of an open one, and its key."""
    if poll.closed:
        counts = _counts(poll.used, poll.liking, questions, rng)
        told = [Tally(ballot_id=key, question=q, answer=x, n=n) for q, each in counts.items() for x, n in each.items()]
        Tally.objects.bulk_create(told)
        return
    keep_key(key, pair[0])
    slips = poll.members - poll.paper
    looks = sorted(uuid.UUID(int=rng.getrandbits(128)) for _each in range(slips))
    used = set(rng.sample(range(slips), poll.used))
    answers = [answer.key for answer in questions.answers]
    choices = questions.choices
    rows = []
    for n, look in enumerate(looks):
        said = {question: rng.choice(answers) for question, _known in choices}
        box = seal(pair[1], pack(choices, said), look.bytes) if n in used else os.urandom(ballots.BOX)
        rows.append(BallotSlip(look=look, ballot_id=key, used=n in used, sealed=box))
    BallotSlip.objects.bulk_create(rows, batch_size=500)


def _counts(ballots: int, liking: float, questions: QuestionSet, rng: Random) -> dict[str, dict[str, int]]:
    """How often each answer was given to each question: each question adds up to the ballots."""
    answers = [answer.key for answer in questions.answers]
    weights = [liking, 0.5, 0.3, 1 - liking, 0.1][: len(answers)]
    out = {}
    for question in questions.questions:
        given = rng.choices(answers, weights, k=ballots)
        out[question.key] = {answer: given.count(answer) for answer in answers}
    return out


def _paper_row(key: uuid.UUID, poll: MadePoll, questions: QuestionSet, days: PollDays, rng: Random) -> list[object]:
    counts = _counts(poll.paper, poll.liking, questions, rng)
    minutes = "Biên bản kiểm phiếu số 01"
    return [new_key(), key, days.last, "Nhà ăn ca", "Tổ kiểm phiếu 3 người", minutes, poll.paper, counts]


def _meeting_row(about: SheetPoll, members: int, attended: int, questions: QuestionSet, held: dt.date) -> list[object]:
    outcomes = {question.key: questions.answers[n % 2].key for n, question in enumerate(questions.questions)}
    return [*_place(about, questions), held, members, attended, MEETING, outcomes]

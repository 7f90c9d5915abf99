"""Member polls of this year's sheets: closed ones with results, one with too few answers, open ones, small meetings."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from coso.access.journal import Act
from coso.demo.remarks import MEETING
from coso.demo.years import PollDays
from coso.evaluation.models import Meeting, PaperCount, Poll, Slip, Tally, WrongTries
from coso.evaluation.poll.questions import QuestionSet, questions_on
from coso.indicators.registry import Figure
from coso.lib.codes import chance_code
from coso.lib.keys import new_key

SMALLEST, LARGEST = 10, 400
FEW = 3
POLL = ["id", "sheet_id", "mark", "questions", "members", "opened", "last", "closed", "printed"]
MET = ["id", "sheet_id", "questions", "held", "members", "attended", "said", "outcomes"]
PAPER = ["id", "poll_id", "held", "place", "counters", "minutes", "ballots", "counts"]


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
    questions = questions_on(days.opened)
    marks: set[str] = set()
    while len(marks) < len(asked.polls):
        marks.add(chance_code(4))
    keys = {unit: new_key() for unit in asked.polls}
    rows = [
        [keys[unit], sheets[unit], mark, questions.code, poll.members, *_days(poll, days), poll.members]
        for (unit, poll), mark in zip(asked.polls.items(), sorted(marks), strict=True)
    ]
    a.create(Poll, POLL, rows)
    for unit, poll in asked.polls.items():
        _write_ballots(keys[unit], poll, questions, rng)
    held = [(keys[unit], poll) for unit, poll in asked.polls.items() if poll.paper]
    a.create(PaperCount, PAPER, [_paper_row(key, poll, questions, days, rng) for key, poll in held])
    meetings = [(sheets[unit], *told) for unit, told in asked.meetings.items()]
    a.create(Meeting, MET, [_meeting_row(*row, questions, days.opened) for row in meetings])
    return len(rows)


def _days(poll: MadePoll, days: PollDays) -> tuple[dt.date, dt.date, dt.date | None]:
    return days.opened, days.last if poll.closed else days.still, days.closed if poll.closed else None


def _write_ballots(key: uuid.UUID, poll: MadePoll, questions: QuestionSet, rng: Random) -> None:
    looks = sorted(uuid.UUID(int=rng.getrandbits(128)) for _each in range(poll.members))
    used = set(rng.sample(range(poll.members), poll.used))
    Slip.objects.bulk_create([Slip(look=look, poll_id=key, used=n in used) for n, look in enumerate(looks)])
    counts = _counts(poll.used, poll.liking, questions, rng)
    Tally.objects.bulk_create(
        [Tally(poll_id=key, question=q, answer=said, n=n) for q, told in counts.items() for said, n in told.items()]
    )
    if not poll.closed:
        WrongTries.objects.create(poll_id=key)


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


def _meeting_row(sheet: uuid.UUID, members: int, attended: int, questions: QuestionSet, held: dt.date) -> list[object]:
    outcomes = {question.key: questions.answers[n % 2].key for n, question in enumerate(questions.questions)}
    return [new_key(), sheet, questions.code, held, members, attended, MEETING, outcomes]

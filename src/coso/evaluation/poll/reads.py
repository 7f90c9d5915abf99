"""What may be shown of a poll: nothing before it closes, nothing under five answers."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from coso.evaluation.models import Meeting, PaperCount, Poll, Sheet, Slip, Tally
from coso.evaluation.poll.questions import Answer, QuestionSet, Worded, question_sets, questions_on
from coso.evaluation.poll.services.running import least_members, members_of, too_small
from coso.law import parameter
from coso.lib import clock

Counts = dict[str, Counter[str]]
TONES = ("best", "good", "fair", "poor", "grey")
NONE, SMALL, MEETING, OPEN, ENDED, CLOSED, FEW, OVER = (
    "none",
    "small",
    "meeting",
    "open",
    "ended",
    "closed",
    "few",
    "over",
)


@dataclass(frozen=True)
class PollResult:
    """The result of a closed poll. `answers` counts slips and paper, `paper` the latter; `counts` what may be shown.

    Slips under five are left out of `counts`: who counted the paper could take the paper away again.
    """

    poll: Poll
    answers: int
    counts: Counts
    left_out: int
    paper: int = 0

    @property
    def asked(self) -> QuestionSet:
        """The questions asked."""
        return question_sets()[self.poll.questions]

    @property
    def shown(self) -> int:
        """How many answers the counts are of."""
        return max((counts.total() for counts in self.counts.values()), default=0)

    @property
    def over(self) -> bool:
        """Whether there are more answers than members: then somebody answered twice."""
        return self.answers > self.poll.members

    @property
    def few(self) -> bool:
        """Whether too few answered for a result to be shown."""
        return self.shown < least_answers(self.poll.last)

    @property
    def turnout(self) -> Fraction:
        """Answers among members."""
        return Fraction(self.answers, self.poll.members)

    @property
    def score(self) -> Fraction | None:
        """The share of the possible, from 0 to 1, over all answers but "I do not know"; None if there is none."""
        worth = {answer.key: answer.worth for answer in self.asked.answers}
        known = [(worth[key], n) for counts in self.counts.values() for key, n in counts.items() if n]
        below = sum(n for value, n in known if value is not None)
        above = sum((value * n for value, n in known if value is not None), Fraction(0))
        return above / below if below and not (self.few or self.over) else None

    def rows(self) -> Iterator[tuple[Worded, list[tuple[Answer, int, str]]]]:
        """Each question with (answer, number, tone); nothing where no result may be shown."""
        if self.few or self.over:
            return
        for question in self.asked.questions:
            counts = self.counts[question.key]
            answers = zip(self.asked.answers, TONES, strict=True)
            yield question, [(answer, counts[answer.key], tone) for answer, tone in answers]


def least_answers(day: dt.date) -> int:
    """From how many answers on a result may be shown (R31)."""
    return int(parameter("poll.min_answers").at(day).number)


def poll_results(polls: QuerySet[Poll]) -> dict[UUID, PollResult]:
    """The results of the closed ones among some polls, by poll, in four queries."""
    closed = list(polls.exclude(closed=None))
    keys = [poll.id for poll in closed]
    slips = dict(Slip.objects.filter(poll__in=keys, used=True).values_list("poll").annotate(n=Count("pk")))
    papers: dict[UUID, int] = Counter()
    counts: dict[UUID, Counts] = defaultdict(lambda: defaultdict(Counter))
    for paper in PaperCount.objects.filter(poll__in=keys):
        papers[paper.poll_id] += paper.ballots
        for question, said in paper.counts.items():
            counts[paper.poll_id][question].update(said)
    enough = [poll.id for poll in closed if slips.get(poll.id, 0) >= least_answers(poll.last)]
    for key, question, answer, n in Tally.objects.filter(poll__in=enough).values_list(
        "poll_id", "question", "answer", "n"
    ):
        counts[key][question][answer] += n
    out = {}
    for poll in closed:
        used = slips.get(poll.id, 0)
        left_out = 0 if poll.id in enough else used
        out[poll.id] = PollResult(poll, used + papers[poll.id], counts[poll.id], left_out, papers[poll.id])
    return out


def member_scores(sheets: Iterable[UUID]) -> dict[UUID, Fraction]:
    """What members think, as a share of the possible from 0 to 1, by sheet: closed polls with five answers or more.

    It stands beside the score of the records, never inside it (R31, R32). A meeting gives no share.
    """
    found = poll_results(Poll.objects.filter(sheet__in=list(sheets)))
    scores = {result.poll.sheet_id: result.score for result in found.values()}
    return {sheet: score for sheet, score in scores.items() if score is not None}


def turnouts(sheets: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """(answers, members) by sheet, of closed polls only: before that the number could betray an answer."""
    found = poll_results(Poll.objects.filter(sheet__in=list(sheets)))
    return {result.poll.sheet_id: (result.answers, result.poll.members) for result in found.values()}


@dataclass(frozen=True)
class PollView:
    """A sheet's poll as its pages show it."""

    state: str
    sheet: Sheet
    poll: Poll | None = None
    meeting: Meeting | None = None
    result: PollResult | None = None
    members: int = 0

    @property
    def least(self) -> int:
        """From how many answers on the result is shown."""
        return least_answers(self.poll.last if self.poll else clock.today())

    @property
    def smallest(self) -> int:
        """From how many members on a poll is taken."""
        return least_members(clock.today())

    @property
    def left(self) -> int:
        """How many slips can still be printed."""
        return self.poll.members - self.poll.printed if self.poll else 0

    @property
    def papers(self) -> QuerySet[PaperCount]:
        """The paper counted in, by day."""
        return PaperCount.objects.filter(poll=self.poll).order_by("held", "id")

    @property
    def asked(self) -> QuestionSet:
        """The questions of the poll or meeting, or those a poll of today would ask."""
        held = self.poll or self.meeting
        return question_sets()[held.questions] if held else questions_on(clock.today())

    def outcomes(self) -> list[tuple[Worded, Worded | None]]:
        """What the meeting agreed on, by question."""
        said: dict[str, Any] = self.meeting.outcomes if self.meeting else {}
        answers = {answer.key: answer for answer in self.asked.answers}
        return [(question, answers.get(said.get(question.key, ""))) for question in self.asked.questions]


def poll_view(sheet: Sheet) -> PollView:
    """Where the poll of a sheet stands: none, small (a meeting is due), meeting, open, ended, closed, few, over."""
    poll = Poll.objects.filter(sheet=sheet).first()
    if poll:
        poll.sheet = sheet
        result = poll_results(Poll.objects.filter(pk=poll.pk)).get(poll.id) if poll.closed else None
        return PollView(_state(poll, result), sheet, poll, result=result, members=poll.members)
    meeting = Meeting.objects.filter(sheet=sheet).first()
    if meeting:
        return PollView(MEETING, sheet, meeting=meeting, members=meeting.members)
    today = clock.today()
    members = members_of(sheet.unit, today)
    return PollView(SMALL if too_small(members, today) else NONE, sheet, members=members)


def _state(poll: Poll, result: PollResult | None) -> str:
    if result is None:
        return OPEN if poll.last >= clock.today() else ENDED
    if result.over:
        return OVER
    return FEW if result.few else CLOSED

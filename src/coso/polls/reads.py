"""What may be shown of a poll: nothing before it closes, nothing under five answers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.prepared import prepared
from coso.access.terms import Term
from coso.ballots import models as ballots
from coso.ballots.answers import Counts
from coso.ballots.models import Ballot, PaperCount
from coso.ballots.reads import Sums, sums_of
from coso.ballots.services.handing import handed_out, slips_left
from coso.ballots.services.opening import can_be_opened
from coso.lib import clock
from coso.lib.dates import show_day
from coso.polls.caution import caution
from coso.polls.models import Meeting, Poll
from coso.polls.questions import Answer, QuestionSet
from coso.polls.services.running import enough_slips, least_answers, least_members, too_small
from coso.polls.subjects import PollSubject, questions_of

TONES = ("poor", "fair", "good", "best")
NONE, SMALL, MEETING, OPEN, ENDED, STOPPED = "none", "small", "meeting", "open", "ended", "stopped"
LOST, CLOSED, FEW, OVER = "lost", "closed", "few", "over"


@dataclass(frozen=True)
class PollResult:
    """The result of a closed poll, from the sums of its ballot.

    Slips under five are left out of `counts`: who counted the paper could take the paper away again.
    """

    poll: Poll
    sums: Sums

    @property
    def answers(self) -> int:
        """How many answered, by slip and on paper."""
        return self.sums.used + self.sums.paper

    @property
    def left_out(self) -> int:
        """How many slips are left out of the counts."""
        return (
            0 if enough_slips(self.sums.used - self.poll.ballot.unreadable, self.poll.ballot.last) else self.sums.used
        )

    @property
    def counts(self) -> Counts:
        """How often each answer was given, as far as it may be shown."""
        slips = {} if self.left_out else self.sums.by_slip
        keys = [question.key for question in questions_of(self.poll).questions]
        return {key: Counter(slips.get(key, {})) + self.sums.on_paper.get(key, Counter()) for key in keys}

    @property
    def shown(self) -> int:
        """How many answers the counts are of."""
        return max((counts.total() for counts in self.counts.values()), default=0)

    @property
    def state(self) -> str:
        """Over: more answers than signatures. Few: too few answers for a result to be shown. Else closed."""
        if self.sums.over:
            return OVER
        return FEW if self.shown < least_answers(self.poll.ballot.last) else CLOSED

    @property
    def score(self) -> Fraction | None:
        """The share of the possible, from 0 to 1, over all answers but "I do not know"; None if there is none."""
        worth = {answer.key: answer.worth for answer in questions_of(self.poll).answers}
        given = [(worth[key], n) for counts in self.counts.values() for key, n in counts.items()]
        known = [(value, n) for value, n in given if value is not None]
        below = sum(n for _value, n in known)
        return Fraction(sum(value * n for value, n in known), below) if below and self.state == CLOSED else None

    @property
    def caution(self) -> str:
        """What to say where the result stands on few of the members, with the numbers; nothing where it does not."""
        ballot = self.poll.ballot
        return caution(self.shown, ballot.voters, ballot.last)

    def rows(self) -> Iterator[tuple[Term, list[tuple[Answer, int, str]]]]:
        """Each question with (answer, number, tone); nothing where no result may be shown."""
        asked, counts = questions_of(self.poll), self.counts
        for question in asked.questions if self.state == CLOSED else ():
            said = counts[question.key]
            yield question, [(answer, said[answer.key], _tone(answer)) for answer in asked.answers]


def _tone(answer: Answer) -> str:
    return "grey" if answer.worth is None else TONES[round(answer.worth * (len(TONES) - 1))]


def poll_results(polls: QuerySet[Poll]) -> dict[UUID, PollResult]:
    """The results of the closed ones among some polls, by poll, in four queries."""
    closed = list(polls.filter(ballot__state=ballots.CLOSED).select_related("ballot"))
    sums = sums_of(poll.ballot for poll in closed)
    return {poll.id: PollResult(poll, sums[poll.ballot_id]) for poll in closed}


def evidence_words(polls: Iterable[Poll]) -> Iterator[tuple[str, str, str]]:
    """(what was held, who answered, address) of some closed polls, read with their ballots.

    A poll stands for its ballots: those by slip leave no record at all, those on paper their minutes.
    """
    held = _("Member poll from {first} to {last}")
    told = _("{answers} of {members} members answered: {slips} by slip, {paper} on paper")
    polls = list(polls)
    sums = sums_of(poll.ballot for poll in polls)
    for poll in polls:
        one, days = sums[poll.ballot_id], [show_day(day) for day in (poll.ballot.opened, poll.ballot.last)]
        n = {"answers": one.used + one.paper, "members": poll.ballot.voters, "slips": one.used, "paper": one.paper}
        address = reverse(f"{poll.subject_kind}_poll", args=[poll.subject])
        words = " · ".join(filter(None, (told.format(**n), caution(n["answers"], n["members"], poll.ballot.last))))
        yield held.format(first=days[0], last=days[1]), words, address


def member_scores(subjects: Iterable[UUID]) -> dict[UUID, Fraction]:
    """What members think, as a share of the possible from 0 to 1, by subject."""
    return {subject: score for subject, result in scored_polls(subjects).items() if (score := result.score) is not None}


def scored_polls(subjects: Iterable[UUID]) -> dict[UUID, PollResult]:
    """The results that give a share, by subject: closed polls with five answers or more.

    It stands beside the score of the records, never inside it (R31, R32). A meeting gives no share.
    """
    found = poll_results(Poll.objects.filter(subject__in=list(subjects))).values()
    return {result.poll.subject: result for result in found if result.score is not None}


@dataclass(frozen=True)
class PollView:
    """The poll about a subject as its pages show it."""

    state: str
    about: PollSubject
    poll: Poll | None = None
    meeting: Meeting | None = None
    result: PollResult | None = None
    members: int = 0

    @property
    def least(self) -> int:
        """From how many answers on the result is shown."""
        return least_answers(self.ballot.last if self.ballot else clock.today())

    @property
    def smallest(self) -> int:
        """From how many members on a poll is taken."""
        return least_members(clock.today())

    @property
    def left(self) -> int:
        """How many slips can still be printed."""
        return slips_left(self.ballot) if self.ballot else 0

    @property
    def ballot(self) -> Ballot | None:
        """The ballot that the poll is taken by."""
        return self.poll.ballot if self.poll else None

    @property
    def handed(self) -> Counter[str]:
        """How many members signed for a slip, and how many for a paper ballot."""
        return handed_out(self.ballot) if self.ballot else Counter()

    @property
    def papers(self) -> QuerySet[PaperCount]:
        """The paper counted in, by day."""
        return PaperCount.objects.filter(ballot=self.ballot).order_by("held", "id")

    @property
    def asked(self) -> QuestionSet:
        """The questions of the poll or meeting, or those a poll of today would ask."""
        held = self.poll or self.meeting
        return questions_of(held) if held else self.about.asked_on(clock.today())

    def outcomes(self) -> list[tuple[Term, Term | None]]:
        """What the meeting agreed on, by question."""
        said: dict[str, Any] = self.meeting.outcomes if self.meeting else {}
        answers = {answer.key: answer for answer in self.asked.answers}
        return [(question, answers.get(said.get(question.key, ""))) for question in self.asked.questions]


def poll_view(about: PollSubject) -> PollView:
    """Where the poll about a subject stands; small: a meeting is due; stopped: closing was broken off; lost: no key."""
    poll = _poll.first(about.row.pk)
    if poll:
        sums = sums_of([poll.ballot]).get(poll.ballot_id)
        result = PollResult(poll, sums) if sums else None
        state = result.state if result else _under_way(poll.ballot)
        return PollView(state, about, poll, result=result, members=poll.ballot.voters)
    meeting = _meeting.first(about.row.pk)
    if meeting:
        return PollView(MEETING, about, meeting=meeting, members=meeting.members)
    today = clock.today()
    members = len(about.voters(today))
    return PollView(SMALL if too_small(members, today) else NONE, about, members=members)


@prepared
def _poll(subject: UUID) -> QuerySet[Poll]:
    return Poll.objects.filter(subject=subject).select_related("ballot").order_by("pk")[:1]


@prepared
def _meeting(subject: UUID) -> QuerySet[Meeting]:
    return Meeting.objects.filter(subject=subject).order_by("pk")[:1]


def _under_way(ballot: Ballot) -> str:
    if not can_be_opened(ballot):
        return LOST
    if ballot.state == ballots.CLOSING:
        return STOPPED
    return OPEN if ballot.last >= clock.today() else ENDED

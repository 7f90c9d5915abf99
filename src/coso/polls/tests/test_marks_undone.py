"""Marks of the roster that are taken back through the journal keep the bounds that typing them keeps."""

import pytest

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.ballots.models import RosterEntry
from coso.lib import clock
from coso.polls.services.counting import count_paper
from coso.polls.services.running import mark_handed

pytestmark = pytest.mark.one_year


def marked(poll, by, count=3):
    people = RosterEntry.objects.filter(ballot=poll.ballot_id).order_by("pk").values_list("person_id", flat=True)
    mark_handed(poll=poll, people=list(people[:count]), handed="paper", by=by)
    return Action.objects.get(verb="poll.hand")


def counted(poll, by, count=3):
    counts = {question: {answers[0]: count} for question, answers in poll.ballot.choices}
    minutes = {"held": clock.today(), "place": "Nhà ăn", "counters": "Hạnh, Nhung", "minutes": "BB 01"}
    count_paper(poll=poll, counts=counts, by=by, **minutes)
    return Action.objects.get(verb="poll.count")


def test_who_signed_for_a_paper_ballot_stays_marked_once_it_is_counted(poll, actors):
    marks, count = marked(poll, actors.nhung), counted(poll, actors.nhung)
    with pytest.raises(RefusedError, match="3"):
        undo(action=marks, reason="x", by=actors.nhung)
    assert RosterEntry.objects.filter(ballot=poll.ballot_id, handed="paper").count() == 3
    undo(action=count, reason="x", by=actors.nhung)
    undo(action=marks, reason="x", by=actors.nhung)
    assert not RosterEntry.objects.filter(ballot=poll.ballot_id, handed="paper").exists()


def test_marks_of_nothing_counted_are_taken_back(poll, actors):
    undo(action=marked(poll, actors.nhung), reason="x", by=actors.nhung)
    assert not RosterEntry.objects.filter(ballot=poll.ballot_id).exclude(handed="").exists()

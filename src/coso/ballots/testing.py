"""What a room does with a ballot, in one line each."""

from coso.access.journal import act
from coso.ballots.models import Ballot, RosterEntry
from coso.ballots.services import closing, counting, handing
from coso.ballots.services.voting import vote
from coso.lib import clock

CHOICES = [["wage", ["yes", "no", "unknown"]], ["meal", ["yes", "no", "unknown"]]]
QUESTIONS = [question for question, _answers in CHOICES]


def acting():
    return act(by=None, verb="poll.test")


def print_out(ballot, count):
    with acting() as action:
        return handing.print_slips(action, ballot=ballot.pk, count=count)


def void(ballot):
    with acting() as action:
        handing.void_slips(action, ballot=ballot.pk)


def voters(ballot):
    return list(RosterEntry.objects.filter(ballot=ballot).order_by("pk").values_list("person_id", flat=True))


def sign(ballot, people, handed="slip"):
    with acting() as action:
        return handing.mark_handed(action, ballot=ballot.pk, people=people, handed=handed)


def give(code, answer="yes"):
    return vote(code=code, answers=dict.fromkeys(QUESTIONS, answer))


def paper(ballot, **said):
    facts = {"held": clock.today(), "place": "Nhà ăn", "counters": "Hạnh, Nhung", "minutes": "BB 01"}
    with acting() as action:
        return counting.count_paper(action, ballot=ballot.pk, **facts, counts=dict.fromkeys(QUESTIONS, said))


def stop(ballot):
    with acting() as action:
        closing.stop_votes(action, ballot=ballot.pk)


def settle(ballot, boxes):
    with acting() as action:
        closing.settle(action, ballot=ballot.pk, boxes=boxes)


def close(ballot, phrase=""):
    stop(ballot)
    settle(ballot, closing.open_boxes(ballot=ballot.pk, phrase=phrase))
    closing.forget(ballot=ballot.pk)
    return Ballot.objects.get(pk=ballot.pk)

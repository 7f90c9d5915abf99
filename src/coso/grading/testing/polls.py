"""A union large enough for a poll, and what its members and counters do."""

import datetime as dt

from coso.ballots.models import RosterEntry
from coso.ballots.services.voting import vote
from coso.grading.models import Poll
from coso.grading.poll.questions import question_sets
from coso.grading.poll.services.counting import count_paper
from coso.grading.poll.services.running import mark_handed, print_slips
from coso.lib import clock
from coso.register.services.people import add_member
from coso.testing.worlds import replayed

ASKED = question_sets()["ours-2026"]
KEYS = [question.key for question in ASKED.questions]
SOON = dt.timedelta(days=7)


@replayed
def fill_union(unit, count):
    for n in range(count):
        add_member(unit=unit, day=dt.date(2024, 2, 1), values={"name": f"Trần Văn {n}", "female": False}, by=None)


def give(code, choice="true"):
    return vote(code=code, answers=dict.fromkeys(KEYS, choice))


def unsigned(poll, count):
    """Some of those who have signed for nothing yet."""
    rows = RosterEntry.objects.filter(ballot=Poll.objects.get(pk=poll.pk).ballot_id, handed="")
    return list(rows.order_by("pk").values_list("person_id", flat=True)[:count])


def slips(poll, count, by=None):
    """Slips printed, and as many signatures."""
    codes = print_slips(poll=poll, count=count, by=by)
    mark_handed(poll=poll, people=unsigned(poll, count), handed="slip", by=by)
    return codes


def paper(poll, by=None, signed=None, **said):
    mark_handed(
        poll=poll, people=unsigned(poll, sum(said.values()) if signed is None else signed), handed="paper", by=by
    )
    counts = {key: dict(said) for key in KEYS}
    return count_paper(
        poll=poll, held=clock.today(), place="Nhà ăn", counters="Hạnh, Nhung", minutes="BB 01", counts=counts,
        by=by,
    )  # fmt: skip

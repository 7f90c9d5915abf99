"""A union large enough for a poll, and what its members and counters do."""

import datetime as dt

import pytest

from coso.ballots.models import RosterEntry
from coso.ballots.services.voting import vote
from coso.lib import clock
from coso.polls.models import Poll
from coso.polls.services.counting import count_paper
from coso.polls.services.running import mark_handed, open_poll, print_slips
from coso.polls.subjects import poll_subjects
from coso.register.services.people import add_member
from coso.testing.worlds import replayed

ASKED = poll_subjects()["sheet"].asked_on(dt.date(2026, 12, 31))
KEYS = [question.key for question in ASKED.questions]
SOON = dt.timedelta(days=7)


@replayed
def fill_union(unit, count):
    for n in range(count):
        add_member(unit=unit, day=dt.date(2024, 2, 1), values={"name": f"Trần Văn {n}", "female": False}, by=None)


def of_sheet(sheet):
    """What a poll about a sheet is about."""
    return poll_subjects()["sheet"](sheet)


@pytest.fixture
def big(sheet, tree):
    """The sheet of a union of fourteen members: the four with posts and ten more."""
    fill_union(tree.garment, 10)
    return sheet


@pytest.fixture
def poll(big, actors, today):
    return open_poll(about=of_sheet(big), last=today + SOON, by=actors.nhung)


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


def clean(answer):
    """A page of the worker surface: no cookie, no script, no referrer, not kept."""
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"<script" not in answer.content
    return answer.content.decode()

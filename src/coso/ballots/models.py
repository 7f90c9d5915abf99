"""Ballots. Slips and tallies are anonymous by construction: no key in time order, no time, nothing that names a voter.

`BallotSlip`, `Tally` and `WrappedKey` are plain models, written only by `ballots.services`: an action of the journal
would say who and when (docs/decisions/0012).
"""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from coso.access.models import Journaled
from coso.register.querysets import SeenQuerySet

BOX = 96  # bytes of a sealed answer: 48 of content in a box of `lib.sealing`
WRAPPED = 76

POLL, AGREEMENT = "poll", "agreement"
RULES = (POLL, AGREEMENT)
OPEN, CLOSING, CLOSED, LOST = "open", "closing", "closed", "lost"
STATES = (OPEN, CLOSING, CLOSED, LOST)
NOTHING, SLIP, PAPER = "", "slip", "paper"
HANDED = (NOTHING, SLIP, PAPER)


def _link(to: str, name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, related_name=name, db_index=False)


class BallotPartQuerySet(SeenQuerySet):
    """Rows of a ballot that are no secret."""

    sight = "ballot__unit__path"


class Ballot(Journaled):
    """A ballot of a unit about a subject, from `opened` to `last` inclusive.

    `rule` says who keeps the private key of `public_key`: a file of this machine ("poll") or two officers' phrases
    ("agreement"). `choices` is [[question, [answer, …]], …]; `voters` the length of the roster on the first day.
    `mark` begins the code of every slip and is no secret; `replaced` are the marks of slips voided, after a space each;
    `printed` counts the slips since the last voiding. `used` is known from the closing on; `unreadable` counts boxes
    that did not open. States: open → closing → closed; open, closing → lost where the key is gone.
    """

    unit = _link("register.Unit")
    subject = models.UUIDField()
    rule = models.CharField(max_length=10)
    state = models.CharField(max_length=8, default=OPEN)
    mark = models.CharField(max_length=4)
    replaced = models.TextField(blank=True)
    choices = models.JSONField()
    public_key = models.BinaryField()
    voters = models.PositiveIntegerField()
    printed = models.PositiveIntegerField(default=0)
    opened = models.DateField()
    last = models.DateField()
    closed = models.DateField(null=True)
    used = models.PositiveIntegerField(null=True)
    unreadable = models.PositiveIntegerField(default=0)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark"], name="ballot_mark"),
            models.CheckConstraint(condition=models.Q(rule__in=RULES), name="ballot_rule"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="ballot_state"),
            models.CheckConstraint(condition=models.Q(printed__lte=models.F("voters")), name="ballot_printed"),
        ]
        indexes = [
            models.Index(fields=["subject"], name="ballot_subject"),
            models.Index(fields=["unit"], name="ballot_unit"),
        ]


class RosterEntry(Journaled):
    """Somebody who may vote, and what was handed out against signature. Nothing joins it with a slip.

    `person_id` is a plain key: the roster is that of its day and stands in the way of no correction of the register.
    """

    ballot = _link("ballots.Ballot", "roster")
    person_id = models.UUIDField()
    handed = models.CharField(max_length=5, blank=True)

    objects = BallotPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person_id"], name="roster_one"),
            models.CheckConstraint(condition=models.Q(handed__in=HANDED), name="roster_handed"),
        ]


class PaperCount(Journaled):
    """Paper ballots counted by minutes: `counts` is {question: {answer: n}}, each question adding up to `ballots`."""

    ballot = _link("ballots.Ballot", "papers")
    held = models.DateField()
    place = models.CharField(max_length=200)
    counters = models.CharField(max_length=300)
    minutes = models.CharField(max_length=200)
    ballots = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    objects = BallotPartQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ballot"], name="paper_ballot")]


class BallotSlip(models.Model):
    """A slip good once: the keyed hash of its code is its key. `sealed` is chance until it holds the answers.

    Slips are inserted in the order of their hashes, changed by one UPDATE, and deleted when the ballot closes.
    """

    look = models.UUIDField(primary_key=True)
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="slips", db_index=False, db_constraint=False)
    used = models.BooleanField(default=False)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["ballot"], name="slip_ballot")]
        constraints = [models.CheckConstraint(condition=Exact(Length("sealed"), BOX), name="slip_sealed")]


class Tally(models.Model):
    """How often an answer was given by slip; written once, when the ballot closes."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="tallies", db_index=False, db_constraint=False)
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "question", "answer"], name="tally_one")]


class WrappedKey(models.Model):
    """The private key of a ballot on an agreement, wrapped by one officer's phrase; gone when the ballot closes."""

    look = models.UUIDField(primary_key=True)
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="wrapped", db_index=False, db_constraint=False)
    wrapped = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["ballot"], name="wrapped_ballot")]
        constraints = [models.CheckConstraint(condition=Exact(Length("wrapped"), WRAPPED), name="wrapped_length")]

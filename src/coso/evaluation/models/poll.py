"""The member poll. Slips and tallies are anonymous by construction: no key in time order, no time, no ballot.

They are plain models, written only by `evaluation.poll.services`: an action of the journal would say who and when
(docs/decisions/0005).
"""

from django.db import models

from coso.access.models import Journaled
from coso.evaluation.models.grading import link
from coso.evaluation.querysets import PaperCountQuerySet, PollQuerySet


class Poll(Journaled):
    """A poll of the members of one sheet's union, from `opened` to `last` inclusive; `closed` once it is closed.

    `mark` begins every code of its slips and is no secret; `printed` counts the slips since the last voiding;
    `members` is the number of members on the first day.
    """

    sheet = link("evaluation.Sheet", "polls")
    mark = models.CharField(max_length=4)
    questions = models.CharField(max_length=30)
    members = models.PositiveIntegerField()
    opened = models.DateField()
    last = models.DateField()
    closed = models.DateField(null=True)
    printed = models.PositiveIntegerField(default=0)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet"], name="poll_one"),
            models.UniqueConstraint(fields=["mark"], name="poll_mark"),
        ]


class PaperCount(Journaled):
    """Paper ballots counted by minutes: `counts` is {question: {answer: n}}, each question adding up to `ballots`."""

    poll = link("evaluation.Poll", "papers")
    held = models.DateField()
    place = models.CharField(max_length=200)
    counters = models.CharField(max_length=300)
    minutes = models.CharField(max_length=200)
    ballots = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    objects = PaperCountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["poll"], name="paper_poll")]


class Meeting(Journaled):
    """Under ten members: what a recorded members' meeting said, with the answer it agreed on for each question."""

    sheet = link("evaluation.Sheet", "meetings")
    questions = models.CharField(max_length=30)
    held = models.DateField()
    members = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    said = models.TextField()
    outcomes = models.JSONField(default=dict)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet"], name="meeting_one")]


class Slip(models.Model):
    """A single-use slip: the keyed hash of its code is its key; used or not, and no time of anything."""

    look = models.UUIDField(primary_key=True)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="slips", db_index=False, db_constraint=False)
    used = models.BooleanField(default=False)
    void = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["poll"], name="slip_poll")]


class Tally(models.Model):
    """How often an answer was given by slip: all counters of a poll are made when it opens, and only ever grow."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="tallies", db_index=False, db_constraint=False)
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "question", "answer"], name="tally_one")]


class WrongTries(models.Model):
    """How many wrong codes a poll was offered in the hour of the day that `hour` names; forgotten when it closes."""

    poll = models.OneToOneField(Poll, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)
    hour = models.PositiveSmallIntegerField(default=0)
    n = models.PositiveIntegerField(default=0)

"""The member poll of a sheet: which ballot it is taken by. What was answered is the ledger's (`coso.ballots`)."""

from django.db import models

from coso.access.models import Journaled
from coso.grading.querysets import PollQuerySet
from coso.register.models.dated import link


class Poll(Journaled):
    """The poll of the members of one sheet's union; `questions` names the set that is asked.

    Where the key of its ballot was lost, the poll is opened anew with another ballot.
    """

    sheet = link("grading.Sheet", "polls")
    ballot = link("ballots.Ballot")
    questions = models.CharField(max_length=30)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet"], name="poll_one"),
            models.UniqueConstraint(fields=["ballot"], name="poll_ballot"),
        ]


class Meeting(Journaled):
    """Under ten members: what a recorded members' meeting said, with the answer it agreed on for each question."""

    sheet = link("grading.Sheet", "meetings")
    questions = models.CharField(max_length=30)
    held = models.DateField()
    members = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    said = models.TextField()
    outcomes = models.JSONField(default=dict)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet"], name="meeting_one")]

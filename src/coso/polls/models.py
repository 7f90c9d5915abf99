"""Polls and meetings: what members were asked about, and by which ballot. What was answered is the ledger's."""

from django.db import models

from coso.access.models import Journaled
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet


class Asked(Journaled):
    """Members of a unit asked about a subject in a year, once; `questions` names the set of questions.

    `subject` is the row that `subject_kind` declares (`coso.polls.subjects`).
    """

    unit = link("register.Unit")
    subject = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    questions = models.CharField(max_length=30)

    objects = SeenQuerySet.as_manager()

    class Meta:
        abstract = True


class Poll(Asked):
    """Asked by an anonymous ballot. Where the key of the ballot was lost, the poll is opened anew with another."""

    ballot = link("ballots.Ballot")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="poll_subject"),
            models.UniqueConstraint(fields=["ballot"], name="poll_by_ballot"),
        ]
        indexes = [models.Index(fields=["unit"], name="poll_unit")]


class Meeting(Asked):
    """Under ten members: what a recorded members' meeting said, with the answer it agreed on for each question."""

    held = models.DateField()
    members = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    said = models.TextField()
    outcomes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject"], name="meeting_subject")]
        indexes = [models.Index(fields=["unit"], name="meeting_unit")]

"""Petitions about a result ("kiến nghị về kết quả xếp loại"): asked, answered with a reason, kept."""

from django.db import models

from coso.access.models import Journaled
from coso.grading.querysets import PetitionQuerySet
from coso.register.models.dated import link


class Petition(Journaled):
    """What a union asks about its decided result, and the answer: the result is kept, or looked at again.

    `grade` is the level that was decided when it was asked; `asked_by` and `answered_by` are accounts.
    """

    KEPT, REOPENED = "kept", "reopened"

    sheet = link("grading.Sheet", "petitions")
    grade = models.CharField(max_length=12)
    text = models.TextField()
    asked_by = models.UUIDField(null=True)
    day = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet"], name="petition_open_one", condition=models.Q(answered=None))
        ]
        indexes = [models.Index(fields=["sheet", "day"], name="petition_sheet")]

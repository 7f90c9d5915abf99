"""What is decided beside the sheets: decisions taken by list with their votes."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.register.models.dated import link


class Decision(Journaled):
    """Levels decided by list in one action: the paper's number and day as typed, and how the council voted."""

    round = link("grading.Round", "decisions")
    day = models.DateField()
    document = models.CharField(max_length=120, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)

    objects = ShutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["round", "day"], name="decision_round")]

"""Levels known only on paper."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.register.models.dated import link


class Reported(Journaled):
    """A level of a year known only on paper: never mixed with what was graded here."""

    unit = link("register.Unit", "reported")
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12)
    document = models.CharField(max_length=120, blank=True)

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="reported_one")]

"""Figures kept monthly, because a past day cannot be counted again."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet


class Recorded(Journaled):
    """A figure as it was reported, recorded or closed for a period [start, end)."""

    indicator = models.CharField(max_length=60)
    unit = models.UUIDField()
    start = models.DateField()
    end = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(default=1)
    source = models.CharField(max_length=12)

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "start", "end", "source"], name="recorded_one")
        ]


class Coverage(Journaled):
    """Since when a unit keeps a kind of record; before it there are "no figures", not zero."""

    unit = models.UUIDField()
    what = models.CharField(max_length=30)
    since = models.DateField()

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "what"], name="coverage_one")]

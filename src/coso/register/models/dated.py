"""What every dated row has."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from coso.access.models import Journaled
from coso.lib.dates import FOREVER

OPEN = Q(end=FOREVER)


class Dated(Journaled):
    """A fact valid on [start, end); `end` is FOREVER while it lasts."""

    start = models.DateField()
    end = models.DateField(default=FOREVER)

    class Meta:
        abstract = True


def link(to: str, name: str = "+", **options: Any) -> models.ForeignKey:
    """A foreign key whose index, where one is needed, is declared in Meta."""
    return models.ForeignKey(to, models.PROTECT, related_name=name, db_index=False, **options)


def span(name: str) -> models.CheckConstraint:
    """A dated row lasts at least a day."""
    return models.CheckConstraint(condition=Q(start__lt=F("end")), name=name)


def one_open(name: str, *fields: str) -> models.UniqueConstraint:
    """At most one row of these lasts."""
    return models.UniqueConstraint(fields=fields, condition=OPEN, name=name)

"""The monthly synthesis of what was said, which a union hands to the one above."""

import datetime as dt
from typing import Self

from django.db import models

from coso.access.models import Account, Journaled
from coso.lib.paths import labels
from coso.register.managers import managed_paths
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet, branches


class SynthesisQuerySet(SeenQuerySet):
    """Syntheses: never seen by a manager of a workplace that is within one, or above it."""

    def visible_to(self, user: Account, permission: str) -> Self:
        """The syntheses that a user may read."""
        found = super().visible_to(user, permission)
        paths = managed_paths(user)
        if not paths:
            return found
        around = {label for path in paths for label in labels(path)}
        return found.exclude(branches("unit__path", paths)).exclude(unit__label__in=around)


class Synthesis(Journaled):
    """What a union tells of a month, which begins on `month`. `handed` is the day on which it went up, to `upper`.

    `assessment` and `asks` are the sentences of its officer, one a line; the figures are counted until it is issued.
    """

    unit = link("register.Unit")
    month = models.DateField()
    assessment = models.TextField(blank=True)
    asks = models.TextField(blank=True)
    handed = models.DateField(null=True)
    upper = models.UUIDField(null=True)

    objects = SynthesisQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="synthesis_one")]
        indexes = [models.Index(fields=["month"], name="synthesis_month")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The month as it is written: 11/2026."""
        return f"{self.month:%m/%Y}"

    @property
    def end(self) -> dt.date:
        """The first day after its month."""
        return (self.month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)

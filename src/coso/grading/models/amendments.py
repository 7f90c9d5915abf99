"""Letters that change something for a whole round, and the lines that each one changed (R16)."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.register.models.dated import link


class Amendment(Journaled):
    """A numbered letter: it drops a line, gives its full points to all, or changes the proof asked for.

    `variant` is empty where it holds for every variant that has the criterion; `text` is the new proof.
    """

    DROP, FULL, PROOF = "drop", "full", "proof"

    round = link("grading.Round", "amendments")
    number = models.CharField(max_length=60)
    dated = models.DateField()
    reason = models.TextField()
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=12)
    variant = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    entered = models.DateField()

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "code", "variant", "number"], name="amendment_one"),
        ]


class AmendedLine(Journaled):
    """A line that a letter changed; a sheet decided before the letter was entered has none."""

    amendment = link("grading.Amendment", "lines")
    line = link("grading.SheetLine", "amended")

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "amendment"], name="amended_one")]
        indexes = [models.Index(fields=["amendment"], name="amended_letter")]

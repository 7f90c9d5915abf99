"""What was read of a province's table of criteria, until a draft is made of it."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.evaluation.models.grading import link


class RubricReading(Journaled):
    """A reading of one file: `body` is JSON with the lines as corrected so far and what is said of the rubric.

    It stays until a draft is made of it (`rubric`), so that nothing is lost with a page or a sign-in.
    """

    name = models.CharField(max_length=200)
    on = models.DateField()
    sent_by = models.UUIDField(null=True)
    body = models.TextField()
    rubric = link("evaluation.Rubric", null=True)

    objects = ShutQuerySet.as_manager()

"""A rubric, and what was read of a province's table."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.access.terms import of_reader
from coso.register.models.dated import link


class Rubric(Journaled):
    """A rubric as its text in the grammar; frozen from the day a round uses it."""

    code = models.CharField(max_length=60)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    status = models.CharField(max_length=12)
    number = models.CharField(max_length=60, blank=True)
    dated = models.DateField(null=True)
    source = models.TextField()
    frozen = models.DateField(null=True)

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="rubric_code")]

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return of_reader(self.title_vi, self.title_en)


class RubricReading(Journaled):
    """A reading of one file: `body` is JSON with the lines as corrected so far and what is said of the rubric.

    It stays until a draft is made of it (`rubric`), so that nothing is lost with a page or a sign-in.
    """

    name = models.CharField(max_length=200)
    on = models.DateField()
    sent_by = models.UUIDField(null=True)
    body = models.TextField()
    rubric = link("rubrics.Rubric", null=True)

    objects = ShutQuerySet.as_manager()

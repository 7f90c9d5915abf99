"""Requests ("yêu cầu, kiến nghị"): one unit asks, another owes an answer by a day; both are kept."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from coso.access.models import Journaled
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet, branches

OPEN = Q(answered=None, withdrawn=None)


class RequestQuerySet(SeenQuerySet):
    """Requests: seen by whoever sees the unit that asks, or the one that owes the answer."""

    def in_branches(self, paths: Iterable[str]) -> Self:
        """The requests of the branches as they stand today."""
        found = list(paths)
        return self.filter(branches("unit__path", found) | branches("owes__path", found))

    def still_open(self) -> Self:
        """Neither answered nor withdrawn."""
        return self.filter(OPEN)


class Request(Journaled):
    """What `unit` asks of `owes` about a row (`subject`, by its key), and the answer with its outcome.

    `about` holds what stood there when it was asked; `asked_by` and `answered_by` are accounts. While `alone`, no
    second one of its kind is open about the same row.
    """

    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    unit = link("register.Unit", "requests")
    owes = link("register.Unit")
    text = models.TextField()
    about = models.JSONField(default=dict)
    alone = models.BooleanField(default=True)
    asked_by = models.UUIDField(null=True)
    day = models.DateField()
    due = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    withdrawn = models.DateField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="request_open_one", condition=OPEN & Q(alone=True))
        ]
        indexes = [
            models.Index(fields=["subject", "kind", "day"], name="request_subject"),
            models.Index(fields=["unit", "day"], name="request_unit"),
            models.Index(fields=["owes"], name="request_owes", condition=OPEN),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.answered is None and self.withdrawn is None

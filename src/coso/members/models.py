"""Members on their way from one union to another."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from coso.access.models import Journaled
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet, branches


class TransferQuerySet(SeenQuerySet):
    """Transfers: seen by the side that lets go and by the side that takes in."""

    def in_branches(self, paths: Iterable[str]) -> Self:
        """The transfers of which one side lies in the branches."""
        paths = list(paths)
        return self.filter(branches("releasing__path", paths) | branches("receiving__path", paths))


class Transfer(Journaled):
    """A member goes from a union (`releasing`) to another (`receiving`, empty while it is not known) from a day.

    asked → done | refused | withdrawn: the receiving union asked, the releasing one answers.
    offered → done | refused | withdrawn: the releasing union let go, the receiving one answers.
    released → done | withdrawn: let go to a union not known yet; whoever takes the member in ends it.
    refused → raised | withdrawn: the side that asked reads the reason, or brings it before the union above both.
    raised → done | withdrawn: the union above both settles it.
    """

    ASKED, OFFERED, RELEASED, REFUSED, RAISED = "asked", "offered", "released", "refused", "raised"
    DONE, WITHDRAWN = "done", "withdrawn"
    OPEN = (ASKED, OFFERED, RELEASED, REFUSED, RAISED)

    person = link("register.Person", "transfers")
    membership = link("register.Membership", "+")
    releasing = link("register.Unit", "+")
    receiving = link("register.Unit", "+", null=True)
    state = models.CharField(max_length=10)
    pulled = models.BooleanField()
    day = models.DateField()
    reason = models.TextField(blank=True)
    opened = models.DateField()
    answered = models.DateField(null=True)
    raised = models.DateField(null=True)
    ended = models.DateField(null=True)
    answer = models.TextField(blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("asked", "offered", "released", "refused", "raised")),
                name="transfer_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["releasing", "state"], name="transfer_releasing"),
            models.Index(fields=["receiving", "state"], name="transfer_receiving"),
        ]

"""What one account entered and another has to confirm: a nomination to a post, a new code for somebody's account."""

from django.db import models
from django.db.models import Q

from coso.access.models import Journaled
from coso.lib.dates import FOREVER
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet


class Pending(Journaled):
    """Waits until `outcome` says how it ended; `confirmer` is the unit whose officers are asked."""

    CONFIRMED, DECLINED, WITHDRAWN = "confirmed", "declined", "withdrawn"
    WAITING = Q(outcome="")

    asked_by = models.UUIDField()
    asked_on = models.DateField()
    outcome = models.CharField(max_length=10, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        abstract = True


class NominationQuerySet(SeenQuerySet):
    """Nominations: seen through the unit of the post."""


class Nomination(Pending):
    """Somebody named for a post who does not hold it yet.

    `second`: a top post, which another officer confirms. `consent`: a person by a typed code who is out of sight of
    the officer; the unit that looks after the person agrees. A code of nobody waits for ever, like one without answer.
    """

    SECOND, CONSENT = "second", "consent"

    unit = link("register.Unit", "nominations")
    post = models.CharField(max_length=30)
    code = models.CharField(max_length=12)
    person = link("register.Person", "nominations", null=True)
    confirmer = link("register.Unit", null=True)
    why = models.CharField(max_length=10)
    manner = models.CharField(max_length=20)
    document = models.CharField(max_length=120, blank=True)
    start = models.DateField()
    end = models.DateField(default=FOREVER)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "post", "code"], condition=Pending.WAITING, name="nomination_one")
        ]
        indexes = [models.Index(fields=["confirmer"], condition=Pending.WAITING, name="nomination_waits")]


class AccessRequest(Pending):
    """A code that the administrator of the machine, or an officer for a top post, gave out: it opens once confirmed.

    `code` is the key of the code in `access`.
    """

    person = link("register.Person", "access_requests")
    confirmer = link("register.Unit", "access_requests")
    code = models.UUIDField()

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Pending.WAITING, name="access_request_one")]
        indexes = [models.Index(fields=["confirmer"], condition=Pending.WAITING, name="access_request_waits")]

"""Cases of legal advice. Who was advised stands on paper only."""

from django.db import models
from django.db.models import Q

from coso.access.models import Journaled
from coso.lib.dates import show_day
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet

WAGE, CONTRACT, INSURANCE, SAFETY, DISCIPLINE, UNION, OTHER = (
    "wage", "contract", "insurance", "safety", "discipline", "union", "other",
)  # fmt: skip
FIELDS = (WAGE, CONTRACT, INSURANCE, SAFETY, DISCIPLINE, UNION, OTHER)
MET, PHONE, WRITTEN, COURT = "met", "phone", "written", "court"
WAYS = (MET, PHONE, WRITTEN, COURT)
SETTLED, HANDED_ON, NO_GROUND = "settled", "handed_on", "no_ground"
OUTCOMES = (SETTLED, HANDED_ON, NO_GROUND)


class Advice(Journaled):
    """Advice of a grassroots union on a day. `outcome` is empty and `closed` null while the case goes on.

    `people` is how many were advised; nothing says who.
    """

    unit = link("register.Unit")
    day = models.DateField()
    field = models.CharField(max_length=10)
    way = models.CharField(max_length=8)
    people = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=9, blank=True)
    closed = models.DateField(null=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=FIELDS), name="advice_field"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="advice_way"),
            models.CheckConstraint(condition=Q(outcome__in=("", *OUTCOMES)), name="advice_outcome"),
            models.CheckConstraint(condition=Q(people__gte=1), name="advice_people"),
        ]
        indexes = [models.Index(fields=["unit", "closed"], name="advice_unit")]

    def __str__(self) -> str:
        return f"#{self.pk.hex[-6:].upper()} · {show_day(self.closed or self.day)}"

    @property
    def is_open(self) -> bool:
        """Whether the case goes on."""
        return self.closed is None

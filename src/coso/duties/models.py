"""Who owes what by when, and who was given more time."""

from django.db import models
from django.db.models import Q

from coso.access.models import Journaled, ShutQuerySet


class DutyQuerySet(ShutQuerySet):
    """Duties."""

    def still_open(self) -> "DutyQuerySet":
        """Neither done nor dropped."""
        return self.filter(done=None, dropped_why="")


class Duty(Journaled):
    """Something a unit owes about a subject by a day; `n` counts how often it was asked.

    `moved_from` is the unit that owed it before it was re-addressed.
    """

    kind = models.CharField(max_length=40)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="duties", db_index=False)
    seat = models.ForeignKey("register.Seat", models.PROTECT, null=True, related_name="duties")
    subject = models.UUIDField()
    n = models.PositiveSmallIntegerField(default=1)
    opened = models.DateField()
    due = models.DateField()
    extended_why = models.TextField(blank=True)
    moved_from = models.ForeignKey("register.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    done = models.DateField(null=True)
    done_by = models.UUIDField(null=True)
    dropped_why = models.TextField(blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "unit", "n"], name="duty_one"),
            models.UniqueConstraint(
                fields=["kind", "subject", "unit"], name="duty_open_one", condition=Q(done=None, dropped_why="")
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due"], name="duty_open", condition=Q(done=None, dropped_why="")),
            models.Index(fields=["kind", "due", "unit"], name="duty_kind"),
            models.Index(fields=["subject"], name="duty_subject"),
        ]


class Extension(Journaled):
    """A later last good day of one kind of duty about one subject; it holds whether or not the duty is open yet."""

    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    due = models.DateField()
    why = models.TextField()

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "kind"], name="duty_extension_one")]

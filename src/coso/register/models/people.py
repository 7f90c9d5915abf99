"""People and their memberships."""

from django.conf import settings
from django.db import models

from coso.access.models import Journaled, Plain
from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import DatedQuerySet, MembershipQuerySet, PersonQuerySet


class Person(Journaled):
    """Somebody we know. `home` is the unit of the latest membership, else of the latest post: it serves sight."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    name_key = Plain(max_length=80)
    sort_key = Plain(max_length=200)
    female = models.BooleanField(null=True)
    born = models.DateField(null=True)
    born_exact = models.BooleanField(default=True)
    phone = models.CharField(max_length=15, blank=True)
    email = models.EmailField(blank=True)
    position = models.CharField(max_length=120, blank=True)
    card = models.CharField(max_length=20, blank=True)
    id_cipher = models.BinaryField(null=True)
    id_look = models.BinaryField(null=True)
    old_id_cipher = models.BinaryField(null=True)
    old_id_look = models.BinaryField(null=True)
    passport_cipher = models.BinaryField(null=True)
    passport_look = models.BinaryField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="people", db_index=False)
    home = link("register.Unit", null=True)

    derived = frozenset({"home_id"})
    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="person_code"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(user__isnull=False), name="person_user"),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id", "name_key"], name="person_sort"),
            models.Index(fields=["home"], name="person_home"),
            models.Index(fields=["phone"], name="person_phone"),
            models.Index(fields=["id_look"], name="person_id"),
            models.Index(fields=["old_id_look"], condition=models.Q(old_id_look__isnull=False), name="person_old_id"),
            models.Index(
                fields=["passport_look"], condition=models.Q(passport_look__isnull=False), name="person_passport"
            ),
        ]


class Membership(Dated):
    """A person is a member in the lowest unit (group, else grassroots union); `opened`, `closed`: kinds of movement."""

    person = link("register.Person", "memberships")
    unit = link("register.Unit", "memberships")
    opened = models.CharField(max_length=20)
    closed = models.CharField(max_length=20, blank=True)
    previous = link("register.Membership", null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [one_open("membership_one_open", "person"), span("membership_span")]
        indexes = [
            models.Index(fields=["unit", "end", "start", "person"], name="membership_unit"),
            models.Index(fields=["person", "end", "start", "unit"], name="membership_person"),
            models.Index(fields=["previous"], condition=models.Q(previous__isnull=False), name="membership_previous"),
        ]


class MembershipState(Dated):
    """What changes dues or counting without ending a membership: maternity leave, unpaid leave, suspended contract."""

    membership = link("register.Membership", "states")
    state = models.CharField(max_length=20)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span("membership_state_span")]
        indexes = [models.Index(fields=["membership", "end"], name="membership_state_of")]

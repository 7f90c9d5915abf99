"""People and their memberships."""

from django.conf import settings
from django.db import models

from coso.access.models import Journaled, Plain, ShutQuerySet
from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import DatedQuerySet, MembershipQuerySet, PersonQuerySet, SeenQuerySet


def one_paper(paper: str) -> models.UniqueConstraint:
    """A number of a paper stands at one person among those not marked as a clash."""
    known = models.Q(id_clash=False, **{f"{paper}_look__isnull": False})
    return models.UniqueConstraint(fields=[f"{paper}_look"], condition=known, name=f"person_one_{paper}")


class Person(Journaled):
    """Somebody we know. `home` is the unit of the latest membership, else of the latest post: it serves sight.

    A number of an identity paper stands at one person. `id_clash` marks records from before that share one: they wait
    to be settled, or were kept side by side for a reason.
    """

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
    id_clash = models.BooleanField(default=False, db_default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="people", db_index=False)
    home = link("register.Unit", null=True)

    derived = frozenset({"home_id"})
    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="person_code"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(user__isnull=False), name="person_user"),
            *(one_paper(paper) for paper in ("id", "old_id", "passport")),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id", "name_key"], name="person_sort"),
            models.Index(fields=["home"], name="person_home"),
            models.Index(fields=["phone", "sort_key", "id"], name="person_phone"),
            models.Index(fields=["id_look"], name="person_id"),
            models.Index(fields=["old_id_look"], condition=models.Q(old_id_look__isnull=False), name="person_old_id"),
            models.Index(
                fields=["passport_look"], condition=models.Q(passport_look__isnull=False), name="person_passport"
            ),
            models.Index(fields=["id_clash"], condition=models.Q(id_clash=True), name="person_clash"),
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
        constraints = [one_open("membership_state_one_open", "membership"), span("membership_state_span")]
        indexes = [models.Index(fields=["membership", "end"], name="membership_state_of")]


class NumberMatch(Journaled):
    """Somebody typed a number of an identity paper that is on record; kept so that it stays rare, and is settled.

    `account` typed it for `unit` on a day, with a name and a birth of their own. `asked`: the union above is to settle
    it; `outcome` and `answer` say how it did. The number itself stands only as its look-up.
    """

    SAME, TYPED, RECORDED, OUTCOMES = "same", "typed", "recorded", ("same", "typed", "recorded")

    account = models.UUIDField(null=True)
    unit = link("register.Unit", "+")
    person = link("register.Person", "number_matches")
    on = models.DateField()
    look = models.BinaryField()
    name = models.CharField(max_length=80)
    name_key = Plain(max_length=80)
    born = models.DateField(null=True)
    born_exact = models.BooleanField(default=True)
    limited = models.BooleanField(default=True)
    asked = models.BooleanField(default=False)
    settled = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.TextField(blank=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "on", "look", "unit"], name="match_once_a_day")]
        indexes = [
            models.Index(fields=["unit", "name_key"], name="match_unit"),
            models.Index(fields=["person"], name="match_person"),
            models.Index(fields=["on"], condition=models.Q(asked=True, settled=None), name="match_open"),
        ]


class ClashDecision(Journaled):
    """Two or more records share a number and stay as they are, for a reason that somebody above them all gave."""

    person = link("register.Person", "clash_decisions")
    look = models.BinaryField()
    on = models.DateField()
    reason = models.TextField()

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "look"], name="clash_decided_once")]

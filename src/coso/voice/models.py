"""Concerns, and the posters by which they come.

`Concern`, `Message` and `Enclosure` are plain models, written only by `voice.services`: an action of the journal would
say when somebody spoke. No row of theirs holds anything finer than a day, their keys are chance, and what was written
on a day is written anew in random order in the night (`voice.night`; docs/decisions/0019).
"""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from coso.access.models import Account, Journaled
from coso.lib.dates import show_day
from coso.register.managers import managed_paths
from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import DatedQuerySet, SeenQuerySet, branches
from coso.voice.keys import as_uuid, chance_key
from coso.voice.synthesis_models import Synthesis as Synthesis

RECEIVED, HANDLING, WAITING, ANSWERED, TOLD, CLOSED = "received", "handling", "waiting", "answered", "told", "closed"
STATES = (RECEIVED, HANDLING, WAITING, ANSWERED, TOLD, CLOSED)
OWED = (RECEIVED, HANDLING, WAITING)  # a desk still owes an answer
AUTHOR, DESK = "author", "desk"
POSTER, LEADER, ZALO, MESSENGER = "poster", "leader", "zalo", "messenger"
CHANNELS = (POSTER, LEADER, ZALO, MESSENGER)


class Poster(Journaled):
    """A QR poster of a unit, hung at a place. `mark` is in its address and no secret; `next_mark` replaced it."""

    unit = link("register.Unit")
    mark = models.CharField(max_length=8)
    place = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    opened = models.DateField()
    closed = models.DateField(null=True)
    next_mark = models.CharField(max_length=8, blank=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="poster_mark")]
        indexes = [models.Index(fields=["unit", "closed"], name="poster_unit")]


class DeskRule(Dated):
    """What a desk promises and when it works, as it publishes it on its posters; without one the usual days hold.

    `read_days`, `answer_days`, `tell_days` are the days of the three steps. `weekdays` has a 1 for each working day
    from Monday; `opens` and `closes` are minutes of the day: they count for known authors alone, whose clock has hours.
    """

    unit = link("register.Unit")
    read_days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    tell_days = models.PositiveSmallIntegerField()
    weekdays = models.CharField(max_length=7)
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            one_open("desk_rule_one_open", "unit"),
            span("desk_rule_span"),
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes"), closes__lte=1440), name="desk_rule_hours"),
        ]
        indexes = [models.Index(fields=["unit", "end"], name="desk_rule_unit")]


class ConcernQuerySet(SeenQuerySet):
    """Concerns: seen from the desk that the author chose and from those above it, never by a manager of the place.

    What was sent to a unit that was taken in since is seen, and walled, from the one that took it in.
    """

    sight = "reader__path"

    def visible_to(self, user: Account, permission: str) -> Self:
        """The concerns that a user may read: what comes from a workplace is closed to its managers."""
        found = super().visible_to(user, permission)
        return found.filter(outside_wall(user))

    def in_branches(self, paths: Iterable[str]) -> Self:
        """Those whose reader, or who took it in, stands in the branches."""
        return self.filter(_branches_of("reader", list(paths)))

    def owed(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state__in=OWED)


HEIRS = ("", "__heir", "__heir__heir")


def _branches_of(unit: str, paths: list[str]) -> Q:
    """The condition that the unit of a column, or who took it in since, stands in one of the branches."""
    out = Q(pk__in=[])
    for heir in HEIRS:
        out |= branches(f"{unit}{heir}__path", paths)
    return out


def outside_wall(user: Account) -> Q:
    """The condition that a concern does not come from a workplace whose manager the user is."""
    walled = managed_paths(user)
    if not walled:
        return Q()
    inside = Concern.objects.filter(_branches_of("unit", walled))
    return ~Q(pk__in=inside.values("pk"))


class Concern(models.Model):
    """What somebody said about a unit. `reader` is the desk that the author chose, `desk` the one that owes the answer.

    `heat` is 1 to 5, 0 unsaid; `people` how many it touches (`voice.words`); `because` is why it was sorted so.
    A day stands for each state that was reached; `due` is the last good day of the step that is owed, null while
    nothing is. `turn` counts the changes, for the stale page. `look` finds the row by the first half of its receipt,
    `proof` verifies the whole; `author` is a person only where somebody chose to be known. `touched` is the day on
    which its author last did something, until the night writes it anew; `settled`: the night has put it on a desk.
    `due_at` is the hour of `due`, where the author is known; `waits` since when the employer is asked, `paused` the
    days of such waiting that are over; `at_table` when it was put before a dialogue; `part_of` what it was split off.
    """

    key = models.BigIntegerField(primary_key=True, default=chance_key)
    unit = link("register.Unit")
    reader = link("register.Unit")
    desk = link("register.Unit")
    channel = models.CharField(max_length=10, default=POSTER)
    state = models.CharField(max_length=8, default=RECEIVED)
    people = models.CharField(max_length=8, blank=True)
    heat = models.PositiveSmallIntegerField(default=0)
    urgency = models.PositiveSmallIntegerField(default=1)
    topics = models.JSONField(default=list)
    collective = models.BooleanField(default=False)
    because = models.JSONField(default=list)
    sorted_by_hand = models.BooleanField(default=False)
    received = models.DateField()
    handled = models.DateField(null=True)
    answered = models.DateField(null=True)
    told = models.DateField(null=True)
    closed = models.DateField(null=True)
    due = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    waits = models.DateField(null=True)
    paused = models.PositiveSmallIntegerField(default=0)
    at_table = models.DateField(null=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", db_constraint=False)
    climbed = models.PositiveSmallIntegerField(default=0)
    helped = models.BooleanField(null=True)
    reopened = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_constraint=False)
    author = models.UUIDField(null=True)
    look = models.UUIDField(null=True)
    proof = models.CharField(max_length=128, blank=True)
    pinned = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=0)
    settled = models.BooleanField(default=False)
    touched = models.DateField(null=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["desk", "due"], name="concern_owed", condition=Q(state__in=OWED)),
            models.Index(fields=["reader", "received"], name="concern_reader"),
            models.Index(fields=["unit", "received"], name="concern_unit"),
            models.Index(fields=["look"], name="concern_look"),
            models.Index(fields=["author", "received"], name="concern_author", condition=Q(author__isnull=False)),
            models.Index(fields=["touched"], name="concern_touched", condition=Q(touched__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="concern_state"),
            models.CheckConstraint(condition=Q(urgency__lte=3), name="concern_urgency"),
            models.CheckConstraint(condition=Q(heat__lte=5), name="concern_heat"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="concern_channel"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(author__isnull=False), name="concern_hour_of_known_authors"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} · {show_day(self.received)}"

    @property
    def uuid(self) -> uuid.UUID:
        """How it is named in addresses and duties."""
        return as_uuid(self.key)

    @property
    def is_owed(self) -> bool:
        """Whether a desk still owes an answer."""
        return self.state in OWED

    @property
    def number(self) -> str:
        """What officers call it; six signs of its key, which is chance."""
        return f"{self.key & 0xFFFFFF:06X}"


class Message(models.Model):
    """The n-th thing said about a concern, by its author or by a desk (`by` is an account, never the author's)."""

    key = models.BigIntegerField(primary_key=True, default=chance_key)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="messages", db_index=False, db_constraint=False)
    n = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6)
    day = models.DateField()
    text = models.TextField()
    by = models.UUIDField(null=True)
    settled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "n"], name="message_one")]
        indexes = [models.Index(fields=["day"], name="message_unsettled", condition=Q(settled=False))]


PHOTO, SOUND = "photo", "sound"


class Enclosure(models.Model):
    """A photo or a recorded voice that came with a concern, drawn or written anew; sound is kept for some days only."""

    key = models.BigIntegerField(primary_key=True, default=chance_key)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="enclosures", db_index=False, db_constraint=False)
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5)
    day = models.DateField()
    body = models.BinaryField()
    settled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "n"], name="enclosure_one"),
            models.CheckConstraint(condition=Q(kind__in=(PHOTO, SOUND)), name="enclosure_kind"),
        ]
        indexes = [models.Index(fields=["day"], name="enclosure_unsettled", condition=Q(settled=False))]


class GeneralAnswer(Journaled):
    """An answer to everybody at a unit, shown on its posters; it names no concern."""

    unit = link("register.Unit")
    day = models.DateField()
    text = models.TextField()

    objects = SeenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "day"], name="general_answer_unit")]


class Week(Journaled):
    """What a group's leader heard in a week that began on a Monday, confirmed by her; `quiet`: nothing was said.

    Weeks that nobody confirmed are no data. `n` counts the concerns that she wrote down for the desk of the union.
    """

    unit = link("register.Unit")
    week = models.DateField()
    quiet = models.BooleanField(default=False)
    n = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    confirmed = models.DateField()

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "week"], name="week_one")]


ACCEPTED, WATCHED, DISMISSED, NOTED = "accepted", "watched", "dismissed", "noted"
CARES = (ACCEPTED, WATCHED, DISMISSED, NOTED)


class CareNote(Journaled):
    """What somebody did about a place that needs care: taken up, watched on, dismissed with a reason, noted.

    `score` is what stood there; `until` the day until which it is watched. Never about a person.
    """

    unit = link("register.Unit")
    day = models.DateField()
    deed = models.CharField(max_length=9)
    score = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    until = models.DateField(null=True)
    by = models.UUIDField(null=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(deed__in=CARES), name="care_deed")]
        indexes = [models.Index(fields=["unit", "day"], name="care_unit")]


SIZES = ("under_100", "to_500", "to_1000", "over_1000")


class Stoppage(Journaled):
    """A work stoppage: where, when, about what, roughly how many, and what it came to. No field holds a person.

    `topics` are its demands; `figure` is what was agreed, in đồng a worker, and `settled` its words. Neighbours get a
    heads-up without the figure.
    """

    unit = link("register.Unit")
    day = models.DateField()
    ended = models.DateField(null=True)
    size = models.CharField(max_length=10, blank=True)
    topics = models.JSONField(default=list)
    settled = models.CharField(max_length=300, blank=True)
    figure = models.PositiveBigIntegerField(null=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="stoppage_one"),
            models.CheckConstraint(condition=Q(size__in=("", *SIZES)), name="stoppage_size"),
        ]
        indexes = [models.Index(fields=["day"], name="stoppage_day")]

    def __str__(self) -> str:
        return show_day(self.day)

"""What stands of dialogue at a workplace. Names here are of chosen representatives, whom the law has published."""

from django.db import models
from django.db.models import Q

from coso.access.models import Journaled
from coso.lib.dates import show_day
from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import DatedQuerySet, SeenQuerySet

UNION, ORGANISATION, OUTSIDE = "union", "organisation", "outside"
PARTIES = (UNION, ORGANISATION, OUTSIDE)
PERIODIC, REQUEST, CASE, CONFERENCE = "periodic", "request", "case", "conference"
KINDS = (PERIODIC, REQUEST, CASE, CONFERENCE)
ASKED, PREPARING, CALLED, HELD, SIGNED, PUBLISHED, FAILED = (
    "asked",
    "preparing",
    "called",
    "held",
    "signed",
    "published",
    "failed",
)
STATES = (ASKED, PREPARING, CALLED, HELD, SIGNED, PUBLISHED, FAILED)
WORKERS, EMPLOYER = "workers", "employer"
SIDES = (WORKERS, EMPLOYER)
OPEN, AGREED, LEFT = "", "agreed", "left"
OUTCOMES = (OPEN, AGREED, LEFT)
PROMISED, SAID_DONE, CONFIRMED, NOT_DONE, DROPPED = "promised", "said_done", "confirmed", "not_done", "dropped"
PROMISE_STATES = (PROMISED, SAID_DONE, CONFIRMED, NOT_DONE, DROPPED)


class PartyQuerySet(SeenQuerySet):
    """Parts of a composition: seen with it."""

    sight = "composition__unit__path"


class RepresentativeQuerySet(SeenQuerySet):
    """Who sits for a part: seen with the composition."""

    sight = "party__composition__unit__path"


class OfSessionQuerySet(SeenQuerySet):
    """What belongs to a session: seen with it."""

    sight = "session__unit__path"


class Regulation(Dated):
    """The democracy regulation of a workplace ("quy chế dân chủ ở cơ sở"): NĐ 145/2020 art. 37.2, 48; Luật 10/2022.

    `sessions` is how many periodic dialogues a year it asks for. `seats` is its own number on the workers' side, and
    `present` and `passed` its own bounds of a conference in per cent; None where it says nothing.
    """

    unit = link("register.Unit")
    number = models.CharField(max_length=60)
    signed = models.DateField()
    sessions = models.PositiveSmallIntegerField(default=1)
    seats = models.PositiveSmallIntegerField(null=True)
    present = models.PositiveSmallIntegerField(null=True)
    passed = models.PositiveSmallIntegerField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [one_open("regulation_one_open", "unit"), span("regulation_span")]


class Composition(Journaled):
    """Who sits for the workers, counted on a day: NĐ 145/2020 art. 38. `headcount` is of all who work there.

    The list is reviewed at least every two years (art. 38.3): `review` is that day. `published` is when it was posted.
    """

    unit = link("register.Unit")
    on = models.DateField()
    headcount = models.PositiveIntegerField()
    women = models.PositiveIntegerField(null=True)
    seats = models.PositiveSmallIntegerField()
    review = models.DateField()
    published = models.DateField(null=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="composition_one")]


class Party(Journaled):
    """A part of the workers' side with its share of the seats: the union, another organisation, or the group of others.

    The group of those in no organisation ("nhóm đại diện đối thoại của người lao động") is a party like the union:
    seats in proportion to its people, an own opinion and an own signature (NĐ 145/2020 art. 37.1, 38.2, 39.4).
    """

    composition = link("dialogue.Composition", "parties")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    people = models.PositiveIntegerField()
    seats = models.PositiveSmallIntegerField()

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["composition", "name"], name="party_one"),
            models.CheckConstraint(condition=Q(kind__in=PARTIES), name="party_kind"),
        ]


class Representative(Journaled):
    """Somebody who sits for a party, or stands in for one who does; the list is published (art. 38.3)."""

    party = link("dialogue.Party", "representatives")
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120, blank=True)
    female = models.BooleanField(default=False)
    substitute = models.BooleanField(default=False)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="representative_one")]


class Session(Journaled):
    """A dialogue or a conference on its `day`: a day stands for each step it has reached.

    `side` asked for it and on `asked` (art. 40), `answered` is when the other side answered in writing. `cause` is the
    case that the law names (Labour Code art. 63.2c). `present` of `seats` came for the workers, `boss` tells whether
    the legal representative or who is authorised sat there; at a conference they count people or delegates.
    `told` is when the union spread the result among its members, `published` when the employer posted it.
    """

    unit = link("register.Unit")
    kind = models.CharField(max_length=10)
    cause = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=9, default=PREPARING)
    side = models.CharField(max_length=8, blank=True)
    asking = models.PositiveSmallIntegerField(null=True)
    asked = models.DateField(null=True)
    answered = models.DateField(null=True)
    day = models.DateField()
    hour = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=200, blank=True)
    called = models.DateField(null=True)
    exchanged = models.DateField(null=True)
    held = models.DateField(null=True)
    present = models.PositiveIntegerField(null=True)
    seats = models.PositiveIntegerField(null=True)
    boss = models.BooleanField(null=True)
    yes = models.PositiveIntegerField(null=True)
    minutes = models.TextField(blank=True)
    signed = models.DateField(null=True)
    signers = models.JSONField(default=list)
    published = models.DateField(null=True)
    told = models.DateField(null=True)
    failed = models.TextField(blank=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="session_kind"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="session_state"),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="session_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {show_day(self.day)}"


class Item(Journaled):
    """A point of the agenda, from one side: a topic, what is asked, what each side said before, what came of it.

    `concerns` are the numbers of concerns that led to it, for the union alone: the employer's agenda shows the topic
    and the text, never numbers of people or groups. `people` is how many it touches, as words of the voice room.
    `back` is the promise that was not kept and so returned.
    """

    session = link("dialogue.Session", "items")
    n = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, default=WORKERS)
    topic = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    people = models.CharField(max_length=8, blank=True)
    concerns = models.JSONField(default=list)
    back = models.UUIDField(null=True)
    before_workers = models.TextField(blank=True)
    before_employer = models.TextField(blank=True)
    said = models.TextField(blank=True)
    outcome = models.CharField(max_length=6, blank=True)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="item_one"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="item_side"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="item_outcome"),
        ]


class Promise(Journaled):
    """A commitment of a session: who does what until when. The workers concerned say whether it was done.

    `groups` are the union groups it touches (keys; empty: everybody), `mark` is in the address where their people
    answer without signing in. `evidence` is what the debtor shows; `why` is the reason where an officer concluded.
    """

    unit = link("register.Unit")
    session = link("dialogue.Session", "promises")
    item = link("dialogue.Item", null=True)
    side = models.CharField(max_length=8, default=EMPLOYER)
    who = models.CharField(max_length=120)
    what = models.TextField()
    due = models.DateField()
    state = models.CharField(max_length=9, default=PROMISED)
    said_done = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    closed = models.DateField(null=True)
    why = models.TextField(blank=True)
    groups = models.JSONField(default=list)
    mark = models.CharField(max_length=8)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark"], name="promise_mark"),
            models.CheckConstraint(condition=Q(state__in=PROMISE_STATES), name="promise_state"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="promise_side"),
        ]
        indexes = [
            models.Index(fields=["unit", "due"], name="promise_unit"),
            models.Index(fields=["session"], name="promise_session"),
        ]


class PromiseTally(models.Model):
    """How many of those concerned said what about a promise: four numbers, nobody's, and not who or when."""

    promise = models.OneToOneField(Promise, models.PROTECT, primary_key=True, related_name="tally")
    done = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    not_done = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.done + self.partly + self.not_done + self.unsure


class Seat(Journaled):
    """The employer's place at one session: opened by a link and a code until a day. `proof` is the code's hash."""

    session = link("dialogue.Session", "employer_seats")
    mark = models.CharField(max_length=12)
    proof = models.CharField(max_length=128)
    until = models.DateField()
    ended = models.DateField(null=True)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="employer_seat_mark")]

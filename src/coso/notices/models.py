"""Notices with their addressees as they stood on the day of sending; rumours, and the cards that answer them."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from coso.access.models import Account, Journaled
from coso.lib import clock
from coso.lib.dates import show_day
from coso.register.managers import managed_paths
from coso.register.models.dated import link
from coso.register.querysets import SeenQuerySet, branches

UPPER, UNION, GROUP = "upper", "union", "group"
LEVELS = (UPPER, UNION, GROUP)


class NoticeQuerySet(SeenQuerySet):
    """Notices: seen from the unit that sent them, from those above it, and where one of their addressees is seen."""

    def in_branches(self, paths: Iterable[str]) -> Self:
        """Those sent from the branches, or addressed to a unit in them."""
        tops = list(paths)
        reached = Addressee.objects.filter(branches("unit__path", tops), notice=OuterRef("pk"))
        return self.filter(branches("unit__path", tops) | Exists(reached))

    def sent_from(self, user: Account, permission: str) -> Self:
        """Those that the user, by a permission, could have sent: from the branches of the user's posts."""
        from coso.register.visibility import reach

        return self.filter(branches("unit__path", reach(user, permission).paths))


class Notice(Journaled):
    """What a union tells those below it. `branch`, `sector` and `size` say whom it was for; the addressees are rows.

    `last` is the last good day to confirm that it was passed on. `closed`: nobody is asked any more; with `why`, it was
    taken back.
    """

    unit = link("register.Unit")
    branch = link("register.Unit")
    sector = models.CharField(max_length=30, blank=True)
    size = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=160)
    text = models.TextField()
    file = link("papers.Attachment", null=True)
    sent = models.DateField()
    last = models.DateField()
    closed = models.DateField(null=True)
    why = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "sent"], name="notice_unit"),
            models.Index(fields=["last"], name="notice_open", condition=Q(closed__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def taken_back(self) -> bool:
        """Whether its sender took it back."""
        return bool(self.why)

    @property
    def late(self) -> bool:
        """Whether its day has passed and it is still asked for."""
        return self.closed is None and self.last < clock.today()


class Addressee(Journaled):
    """A unit to which a notice went, fixed at sending. `level`: an upper union, a union or part of one, a group.

    `counted`: it stands in the figure of its union, as each group does, and a union that has none. `confirmed` is
    the day on which somebody said that it was passed on; `reminded` the last of `reminders` days of asking again.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="addressees", db_index=False)
    unit = link("register.Unit")
    level = models.CharField(max_length=5)
    counted = models.BooleanField(default=True)
    confirmed = models.DateField(null=True)
    confirmed_by = models.UUIDField(null=True)
    reminded = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "unit"], name="addressee_one"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="addressee_level"),
        ]
        indexes = [
            models.Index(fields=["unit", "notice"], name="addressee_unit"),
            models.Index(fields=["notice", "confirmed"], name="addressee_confirmed"),
        ]

    def __str__(self) -> str:
        return f"{self.notice.title} · {show_day(self.notice.sent)}"


class FactCard(Journaled):
    """One page against a rumour: the claim, what is true, and where it stands. `mark` is in its public address.

    `ended` with `why`: it was taken back, and its page says so.
    """

    unit = link("register.Unit")
    mark = models.CharField(max_length=8)
    claim = models.CharField(max_length=300)
    truth = models.TextField()
    source = models.CharField(max_length=200)
    source_day = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    published = models.DateField()
    ended = models.DateField(null=True)
    why = models.CharField(max_length=300, blank=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="fact_card_mark")]
        indexes = [models.Index(fields=["unit", "published"], name="fact_card_unit")]

    def __str__(self) -> str:
        return self.claim


class RumourQuerySet(SeenQuerySet):
    """Rumours: what people say at work is not shown to the managers of that workplace."""

    def visible_to(self, user: Account, permission: str) -> Self:
        """The rumours of the branches, but for those of workplaces whose manager the user is."""
        return super().visible_to(user, permission).exclude(self.walled_from(user))

    @staticmethod
    def walled_from(user: Account) -> Q:
        """The condition that a rumour was heard at a workplace whose manager the user is."""
        return branches("unit__path", managed_paths(user))

    def unanswered(self) -> Self:
        """Those that wait for a card."""
        return self.filter(answered=None)


class Rumour(Journaled):
    """What is being said without anybody having checked it, at a unit; `desk` is the union that owes the answer.

    `answered` is the day of its card, or of the reason `why` no card is needed. It never names who said it.
    """

    unit = link("register.Unit")
    desk = link("register.Unit")
    text = models.CharField(max_length=300)
    place = models.CharField(max_length=120, blank=True)
    day = models.DateField()
    told = models.DateField()
    by = models.UUIDField(null=True)
    card = link("notices.FactCard", "rumours", null=True)
    answered = models.DateField(null=True)
    why = models.CharField(max_length=300, blank=True)

    objects = RumourQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "day"], name="rumour_unit"),
            models.Index(fields=["desk"], name="rumour_open", condition=Q(answered__isnull=True)),
            models.Index(fields=["card"], name="rumour_card"),
        ]

    def __str__(self) -> str:
        return f"{self.text} · {show_day(self.day)}"

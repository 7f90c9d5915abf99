"""Links of accounts to channels, what goes out and which deliveries came in. Addresses are kept encrypted."""

import uuid

from django.db import models
from django.db.models import Q

from coso.access.models import Account, Journaled, ShutQuerySet
from coso.lib import clock
from coso.lib.keys import new_key

EMAIL, ZALO, MESSENGER = "email", "zalo", "messenger"
CHANNELS = (EMAIL, ZALO, MESSENGER)
WAITING, SENT, FAILED = "waiting", "sent", "failed"
STATES = (WAITING, SENT, FAILED)


class ChannelLink(Journaled):
    """An account that chose to be reached by a channel, with the day of its consent. `look` finds the address.

    `heard` is when somebody last wrote by it: some services answer free of charge only for a while after that.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="channels", db_index=False)
    channel = models.CharField(max_length=10)
    cipher = models.BinaryField()
    look = models.BinaryField()
    consent = models.DateField()
    ended = models.DateField(null=True)

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "channel"], condition=Q(ended=None), name="channel_link_one"),
            models.UniqueConstraint(fields=["channel", "look"], condition=Q(ended=None), name="channel_link_address"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="channel_link_channel"),
        ]


class LinkCode(models.Model):
    """A code that links a channel once: its hash, whose, until when. For e-mail it holds the address to be proved."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10)
    look = models.BinaryField()
    cipher = models.BinaryField(null=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "channel"], name="link_code_one")]
        indexes = [models.Index(fields=["look"], name="link_code_look")]


class Heard(models.Model):
    """When somebody last wrote by a linked channel, and how many free answers were sent since."""

    link = models.OneToOneField(ChannelLink, models.CASCADE, primary_key=True, related_name="heard")
    at = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=0)


class Outgoing(models.Model):
    """A message to a linked account. `key` makes it one however often it is queued or sent again."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    key = models.CharField(max_length=80)
    link = models.ForeignKey(ChannelLink, models.PROTECT, related_name="outgoing", db_index=False)
    subject = models.CharField(max_length=200, blank=True)
    cipher = models.BinaryField()
    state = models.CharField(max_length=7, default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="outgoing_key"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="outgoing_state"),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="outgoing_waiting", condition=Q(state=WAITING)),
            models.Index(fields=["link"], name="outgoing_link"),
        ]


class Incoming(models.Model):
    """A delivery that was dealt with: the hash of its number at the service, kept to drop what comes twice."""

    channel = models.CharField(max_length=10)
    look = models.BinaryField()
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "look"], name="incoming_once")]
        indexes = [models.Index(fields=["day"], name="incoming_day")]


class Token(models.Model):
    """The pair of tokens of a channel; the refresh token is good once, so the new pair is saved before it is used.

    `origin` is the hash of the token that an administrator set: another one begins anew.
    """

    channel = models.CharField(max_length=10, primary_key=True)
    access = models.BinaryField(null=True)
    refresh = models.BinaryField()
    origin = models.BinaryField(default=b"")
    until = models.DateTimeField()


def as_key(*parts: object) -> str:
    """A key of an outgoing message made of what it is about."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\x00".join(map(str, parts))).hex

"""Accounts, the journal of actions, seals and jobs. This room knows no unit: units and subjects are plain keys."""

import datetime as dt
import uuid
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from coso.lib import clock
from coso.lib.keys import new_key


class OutsideTheDoorError(Exception):
    """Somebody tried to write a journaled row without opening an action."""


class Plain(models.CharField):
    """Text in byte order on both databases: for paths, keys that are sorted and searched by prefix."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class ShutQuerySet(models.QuerySet):
    """Reads only: every write goes through an action (`access.journal.act`)."""

    def _shut(self, *_: Any, **__: Any) -> NoReturn:
        raise OutsideTheDoorError(self.model.__name__)

    create = update = delete = bulk_create = bulk_update = get_or_create = update_or_create = _shut


class Journaled(models.Model):
    """A row whose every change is written by an action and can be taken back.

    `derived` names the columns that are computed from other rows: they are never part of an image. Every subclass
    has a ShutQuerySet for its manager.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    act = models.UUIDField(null=True, editable=False)

    derived: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *_: Any, **__: Any) -> NoReturn:
        raise OutsideTheDoorError(type(self).__name__)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise OutsideTheDoorError(type(self).__name__)


class Account(AbstractBaseUser):
    """Who signs in. Sight comes from appointments of today; running the machine is a flag that grants none."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    username = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    runs_machine = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    posts_today: tuple[dt.date, list[tuple[str, str, uuid.UUID]]] | None = None
    managed_today: tuple[dt.date, list[str]] | None = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username"], name="account_username")]

    def __str__(self) -> str:
        return self.name or self.username


class FirstCode(models.Model):
    """A printed code that opens an account once: only its hash is kept. One that `waits` opens when confirmed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="codes")
    look = models.BinaryField()
    made = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    used = models.BooleanField(default=False)
    waits = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "waits"], condition=models.Q(used=False), name="first_code_one_unused"
            )
        ]
        indexes = [models.Index(fields=["look"], name="first_code_look")]


class Counter(models.Model):
    """The last number given of a kind; numbers are never given twice."""

    name = models.CharField(max_length=30, primary_key=True)
    last = models.BigIntegerField(default=0)


class Action(models.Model):
    """One deed: who, when, what, about whom, why. Open until `until`; undone by another action."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    at = models.DateTimeField()
    until = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    unit = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    undone_by = models.UUIDField(null=True)
    leaf = models.BinaryField(null=True)
    seal = models.ForeignKey("Seal", models.PROTECT, null=True, related_name="actions", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "at"], name="action_unit"),
            models.Index(fields=["subject", "at"], name="action_subject"),
            models.Index(fields=["at"], name="action_open", condition=models.Q(seal=None)),
            models.Index(fields=["seal"], name="action_seal"),
        ]


class SentForm(models.Model):
    """A form that was acted on: its one-time key, who sent it, what it held (a hash), where it led."""

    id = models.UUIDField(primary_key=True, editable=False)
    actor = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    led_to = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="sent_form_at")]


class Change(models.Model):
    """A page of up to 1,000 rows that an action wrote in one table, with their snapshots before.

    `erased` is the hash of the body before somebody's details were blanked in it; the action's leaf follows from that.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="changes", db_index=False)
    table = models.CharField(max_length=40)
    first = models.UUIDField()
    last = models.UUIDField()
    n = models.IntegerField()
    body = models.BinaryField()
    erased = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["action"], name="change_action"),
            models.Index(fields=["table", "first", "last"], name="change_rows"),
        ]


class Seal(models.Model):
    """Closes finished actions: the root chains their hashes to the root before."""

    no = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    n = models.IntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()


class Job(models.Model):
    """Background work that can be left and found again; a dead worker's job is taken up by the next."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default=WAITING)
    asked = models.JSONField(default=dict)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.TextField(blank=True)
    by = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    result = models.JSONField(null=True)
    made = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["state", "heartbeat"], name="job_state")]


class TickFailure(models.Model):
    """The last failure of what a room does every minute: `times` in a row since `since`; `ended` when it went well."""

    name = models.CharField(max_length=80, primary_key=True)
    since = models.DateTimeField()
    at = models.DateTimeField()
    times = models.PositiveIntegerField()
    fault = models.TextField()
    ended = models.DateTimeField(null=True)

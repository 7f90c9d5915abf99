"""Duties that are looked at together, as the rooms declare them in `duty_groups.py`: a round with its steps."""

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from coso.access.models import Account, Journaled
from coso.access.permissions import by_key
from coso.register.models import Unit

Owner = Callable[[str, uuid.UUID], uuid.UUID]


@dataclass(frozen=True)
class DutyGroup(ABC):
    """What holds some duties together (`row`), and the page of who is late in it.

    `key` names the address of the page; `permission` shows it, and lets one remind under the verb `reminding`.
    `kinds` are the duties in the order of their columns, `model` the rows that they are about, `owners` the word for
    those who are called to account.
    """

    key: ClassVar[str]
    permission: ClassVar[str]
    reminding: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]
    model: ClassVar[type[Journaled]]
    owners: ClassVar[str | Promise]

    row: Any

    @classmethod
    @abstractmethod
    def find(cls, key: uuid.UUID) -> Self:
        """The group that an address names. Raises Http404."""

    @property
    @abstractmethod
    def unit(self) -> Unit:
        """The unit whose matter it is; a reminder to all is noted there."""

    @property
    @abstractmethod
    def back(self) -> str:
        """The address of the page of its row."""

    @property
    @abstractmethod
    def more_time(self) -> str:
        """The address where more time is given."""

    @abstractmethod
    def subjects(self, user: Account) -> QuerySet:
        """The rows that its duties are about, as far as somebody sees them with the permission."""

    @abstractmethod
    def owner(self, subjects: QuerySet, day: dt.date) -> Owner:
        """Who is called to account on a day for a duty of a kind about one of the subjects."""

    @abstractmethod
    def hold(self) -> None:
        """Locks the row inside a transaction."""

    @property
    def page(self) -> str:
        """The address of the page of who is late."""
        return reverse(self.key, args=[self.row.pk])


@cache
def duty_groups() -> Mapping[str, type[DutyGroup]]:
    """Every group by key. Raises ValueError on a doubled key."""
    return by_key("duty_groups", "DUTY_GROUPS")

"""What members are asked about, as the rooms declare it in `poll_subjects.py`."""

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from coso.access.journal import held
from coso.access.models import Account, Journaled
from coso.access.permissions import by_key
from coso.access.prepared import prepared
from coso.access.requests import Request
from coso.papers.registry import Page
from coso.polls.models import Asked
from coso.polls.questions import QuestionSet, newest_on, read_sets
from coso.register.models import Membership, Unit


@dataclass(frozen=True)
class PollSubject(ABC):
    """A row about which the members of its unit are asked once.

    `key` begins the names of its addresses, KEY_poll and so on (`coso.polls.urls.addresses_of`). `see` is the
    permission that shows the poll; `polls.run` runs it. `questions` is the file of the question sets. While members
    were asked about a row of `model`, the row stays.
    """

    key: ClassVar[str]
    model: ClassVar[type[Journaled]]
    see: ClassVar[str]
    questions: ClassVar[Path]

    row: Any

    @classmethod
    @abstractmethod
    def rows(cls) -> QuerySet:
        """The rows, each with what this class reads of it."""

    @property
    def unit(self) -> Unit:
        """The unit whose members are asked, through which the poll is seen."""
        unit: Unit = self.row.unit
        return unit

    @property
    @abstractmethod
    def year(self) -> int:
        """The year that the poll is of."""

    @abstractmethod
    def page(self, request: Request) -> Page:
        """The head of its pages."""

    def why_not(self) -> str:
        """Why nobody is to be asked about it, in words; nothing where members are."""
        return ""

    @property
    def until(self) -> dt.date | None:
        """The last day on which an answer still counts for anything; None where there is none."""
        return None

    def voters(self, day: dt.date) -> set[uuid.UUID]:
        """Who is asked on a day: the people whose keys make the roster; by default the members of the unit."""
        return set(_members(self.unit.path, day))

    def read_on(self) -> tuple[str, str] | None:
        """Where a page of a slip leads on to, open to everybody: (address, words)."""
        return None

    @classmethod
    def seen(cls, user: Account, permission: str, key: uuid.UUID) -> Self:
        """The subject of a key, if the reader has the permission there. Raises Http404."""
        rows: Any = cls.rows()
        return cls(get_object_or_404(rows.visible_to(user, permission), pk=key))

    @classmethod
    def asked_on(cls, day: dt.date) -> QuestionSet:
        """The questions of a poll that opens on a day. Raises LookupError before the first set."""
        return newest_on(read_sets(cls.questions), day)

    def hold(self) -> Self:
        """The row as it stands now, locked until the action ends. Raises StaleError if it is gone."""
        return type(self)(held(self.rows(), self.row.pk))

    def address(self, name: str) -> str:
        """One of its addresses: "poll", "poll_open" and so on."""
        return reverse(f"{self.key}_{name}", args=[self.row.pk])


@cache
def poll_subjects() -> Mapping[str, type[PollSubject]]:
    """The kinds of rows that members may be asked about, by key. Raises ValueError on a doubled key."""
    return by_key("poll_subjects", "POLL_SUBJECTS")


def subject_of(asked: Asked) -> PollSubject:
    """What a poll or a meeting is about."""
    about = poll_subjects()[asked.subject_kind]
    return about(about.rows().get(pk=asked.subject))


def questions_of(asked: Asked) -> QuestionSet:
    """The questions of a poll or a meeting."""
    return read_sets(poll_subjects()[asked.subject_kind].questions)[asked.questions]


@prepared
def _members(path: str, day: dt.date) -> QuerySet[Membership, uuid.UUID]:
    return Membership.objects.on(day).in_branches([path]).values_list("person_id", flat=True)

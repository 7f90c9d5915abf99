"""Kinds of requests, as the rooms declare them in `request_kinds.py`."""

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from django.utils.functional import Promise

from coso.access.journal import Act
from coso.access.models import Account, Journaled
from coso.access.permissions import by_key
from coso.access.refusals import ForbiddenError
from coso.register.models import Unit
from coso.register.querysets import SeenQuerySet
from coso.register.services.guards import require
from coso.requests.forms import AnswerForm, AskForm
from coso.requests.models import Request, RequestQuerySet
from coso.requests.outcomes import Outcome


@dataclass(frozen=True)
class RequestKind(ABC):
    """A kind of request about a row (`row`, of the model `model`): who asks, who answers, what comes of it.

    `key` names the kind of the duty to answer too, with the words `vi` and `en`; `title` heads its pages. `see` shows
    a request, `asks` lets one send it for the unit that asks, `answers` answer it at the unit that owes. `page` names
    its address, "PAGE_new" that of asking. `asking` and `answering` are the verbs of the journal; a kind whose
    `withdrawing` or `climbing` is empty is not withdrawn, or not handed on to the unit above. `alone`: one at a time
    is open about a row.
    """

    key: ClassVar[str]
    vi: ClassVar[str]
    en: ClassVar[str]
    title: ClassVar[str | Promise]
    page: ClassVar[str]
    model: ClassVar[type[Journaled]]
    see: ClassVar[str]
    asks: ClassVar[str]
    answers: ClassVar[str]
    asking: ClassVar[str]
    answering: ClassVar[str]
    withdrawing: ClassVar[str] = ""
    climbing: ClassVar[str] = ""
    alone: ClassVar[bool] = True
    outcomes: ClassVar[Mapping[str, Outcome]]
    ask_form: ClassVar[type[AskForm]] = AskForm
    answer_form: ClassVar[type[AnswerForm]] = AnswerForm
    ask_template: ClassVar[str] = "requests/ask.html"
    template: ClassVar[str] = "requests/request.html"

    row: Any

    @classmethod
    @abstractmethod
    def rows(cls) -> SeenQuerySet:
        """The rows that can be asked about, with what a page of theirs shows."""

    @abstractmethod
    def hold(self) -> Self:
        """The row as it stands now, locked after what it belongs to. Raises StaleError if it is gone."""

    @property
    @abstractmethod
    def unit(self) -> Unit:
        """The unit that asks."""

    @property
    @abstractmethod
    def owes(self) -> Unit:
        """The unit that is asked."""

    @abstractmethod
    def answer_days(self, day: dt.date) -> int:
        """How many days the answer to what is asked on a day may take: a parameter of law."""

    @abstractmethod
    def check(self) -> None:
        """Raises RefusedError where nothing can be asked about the row as it stands."""

    def facts(self) -> dict[str, Any]:
        """What is kept of the row as it stands when it is asked about."""
        return {}

    def require_answerer(self, by: Account | None, request: Request, outcome: str) -> None:
        """Raises ForbiddenError unless the actor may answer with an outcome; "" is to hand it on."""
        require(by, self.answers, request.owes)

    def check_answer(self, outcome: str, said: Mapping[str, Any]) -> None:
        """Raises RefusedError where the answer lacks what its outcome needs."""
        return

    def when_answered(self, a: Act, request: Request, by: Account | None, said: Mapping[str, Any]) -> None:
        """What follows from the answer, in its action: `request` is answered, `said` is what its form has besides."""
        return

    def outcomes_for(self, by: Account, request: Request) -> dict[str, Outcome]:
        """The outcomes with which somebody may answer; none where somebody may not."""
        return {key: each for key, each in self.outcomes.items() if self._may_answer(by, request, key)}

    def _may_answer(self, by: Account, request: Request, outcome: str) -> bool:
        try:
            self.require_answerer(by, request, outcome)
        except ForbiddenError:
            return False
        return True

    @classmethod
    def about(cls, row: uuid.UUID) -> RequestQuerySet:
        """The requests of the kind about a row, newest first."""
        return Request.objects.filter(kind=cls.key, subject=row).order_by("-day", "-id")


@cache
def request_kinds() -> Mapping[str, type[RequestKind]]:
    """Every kind of request by key. Raises ValueError on a doubled key."""
    return by_key("request_kinds", "REQUEST_KINDS")


def kind_of(request: Request) -> RequestKind:
    """The kind of a request, with the row that it is about."""
    kind = request_kinds()[request.kind]
    return kind(kind.rows().get(pk=request.subject))

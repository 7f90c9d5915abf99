"""Kinds of papers and the subjects they are about, as the rooms declare them in `paper_kinds.py`."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from coso.access.models import Account, Journaled
from coso.access.permissions import by_key
from coso.access.requests import Request
from coso.papers.models import Document
from coso.papers.paper import Paper
from coso.papers.permissions import ISSUE
from coso.register.models import Unit

WORD_PDF, ALL_FORMS = ("docx", "pdf"), ("docx", "pdf", "xlsx")


@dataclass(frozen=True)
class Page:
    """The head of a page of papers: whose, of what, where it leads back to. `tabs`: (text, address, is this page)."""

    name: str
    detail: str
    back: str
    back_text: str
    tabs: tuple[tuple[str, str, bool], ...] = ()
    tabs_label: str = ""


@dataclass(frozen=True)
class Subject(ABC):
    """What papers are about: a row, as a page of papers shows it.

    `key` names its addresses: papers_of_KEY, KEY_paper, KEY_paper_issue. `see` is the permission that shows what was
    issued. `rows` are the models of the rows that papers are about: while a paper stands, its row stays.
    """

    key: ClassVar[str]
    see: ClassVar[str]
    rows: ClassVar[tuple[type[Journaled], ...]]

    row: Any

    @classmethod
    @abstractmethod
    def find(cls, request: Request, **arguments: Any) -> Self:
        """The subject that an address names, if the reader may see its papers. Raises Http404."""

    @classmethod
    @abstractmethod
    def of(cls, document: Document) -> Self:
        """The subject that an issued paper is about."""

    @classmethod
    def shown_to(cls, user: Account) -> QuerySet[Document]:
        """The issued papers that a user may see, whatever they are about; a subject may close some."""
        found: QuerySet[Document] = Document.objects.visible_to(user, cls.see)
        return found

    @abstractmethod
    def hold(self, issuer: Unit) -> Self:
        """The subject as it stands now, locked together with the unit that issues, in the order of locks."""

    @abstractmethod
    def page(self, request: Request) -> Page:
        """The head of its page."""

    @abstractmethod
    def arguments(self) -> list[Any]:
        """What its addresses are made with."""

    @property
    def query(self) -> str:
        """What its addresses end with, "?lich=…"."""
        return ""

    def has_papers(self) -> bool:
        """Whether any paper is made about it."""
        return True

    def typed(self) -> dict[uuid.UUID, str]:
        """{each row that papers of its page are about: the number typed for it elsewhere}."""
        return {self.row.pk: ""}

    def issued(self, documents: QuerySet[Document]) -> QuerySet[Document]:
        """Those of some issued papers that its page lists."""
        return documents.filter(subject__in=self.typed())

    def address(self, name: str, *more: str) -> str:
        """One of its addresses."""
        return reverse(name, args=[*self.arguments(), *more]) + self.query

    @property
    def papers_page(self) -> str:
        """The address of its page."""
        return self.address(f"papers_of_{self.key}")


S = TypeVar("S", bound=Subject)


@dataclass(frozen=True)
class Part:
    """One of several papers of a kind on the page of a subject, about a row of its own."""

    subject: uuid.UUID
    title: str
    build: Callable[[], Paper]


@dataclass(frozen=True)
class PaperKind(Generic[S]):
    """A kind of paper: its words, what it is about, how it is built, which unit issues it, when it can be made.

    `key` stands in addresses and in the document. `parts` are further papers of the kind, beside the one about the
    subject itself. `permission` is asked for at the issuing unit.
    """

    key: str
    title: Promise | str
    about: type[S]
    build: Callable[[S], Paper]
    issuer: Callable[[S], Unit]
    ready: Callable[[S], bool] = lambda _subject: True
    forms: tuple[str, ...] = WORD_PDF
    parts: Callable[[S], Iterable[Part]] = lambda _subject: ()
    permission: str = ISSUE


@dataclass(frozen=True)
class Offer:
    """A paper that can be printed and issued now."""

    kind: PaperKind
    key: str
    title: Promise | str
    subject: uuid.UUID
    build: Callable[[], Paper]


@cache
def paper_kinds() -> Mapping[str, PaperKind]:
    """Every kind of paper by key. Raises ValueError on a doubled key."""
    return by_key("paper_kinds", "PAPER_KINDS")


def offers(subject: Subject) -> list[Offer]:
    """The papers that can be made about a subject at its state, in the order of their declaration."""
    kinds = [kind for kind in paper_kinds().values() if isinstance(subject, kind.about)]
    return [offer for kind in kinds for offer in _offers(kind, subject)] if subject.has_papers() else []


def _offers(kind: PaperKind, subject: Subject) -> list[Offer]:
    out = [Offer(kind, f"{kind.key}-{p.subject.hex}", p.title, p.subject, p.build) for p in kind.parts(subject)]
    if kind.ready(subject):
        out.append(Offer(kind, kind.key, kind.title, subject.row.pk, partial(kind.build, subject)))
    return out


def offer_of(subject: Subject, key: str) -> Offer | None:
    """The paper of that key, if it can be made now."""
    return next((offer for offer in offers(subject) if offer.key == key), None)


def forms_of(document: Document) -> tuple[str, ...]:
    """The forms in which an issued paper can be had."""
    kind = paper_kinds().get(document.kind)
    return kind.forms if kind else WORD_PDF


def permission_for(document: Document) -> str:
    """The permission to number an issued paper and to attach its signed copy."""
    kind = paper_kinds().get(document.kind)
    return kind.permission if kind else ISSUE

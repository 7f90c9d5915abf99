"""What the papers of the grading year are about: a score sheet, or an upper union in a round."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.models import Account, Journaled
from coso.access.prepared import prepared
from coso.access.requests import Request
from coso.grading.models import Decision, Round, Sheet
from coso.grading.papers.decision import DecisionList, decision_lists, unlisted_sheets
from coso.grading.permissions import EVIDENCE
from coso.grading.services.rows import lock_round, lock_sheet
from coso.lib import clock
from coso.papers.models import Document
from coso.papers.registry import Page, Subject
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.services.guards import lock
from coso.register.visibility import reach

SEE = "grading.see"


@dataclass(frozen=True)
class SheetSubject(Subject):
    """A score sheet; a union that is not graded has no papers."""

    key: ClassVar[str] = "sheet"
    see: ClassVar[str] = SEE
    rows: ClassVar[tuple[type[Journaled], ...]] = (Sheet,)

    row: Sheet

    @classmethod
    def find(cls, request: Request, **arguments: Any) -> Self:
        """The sheet of a key, for whoever sees its evidence."""
        found = Sheet.objects.visible_to(request.user, EVIDENCE)
        return cls(get_object_or_404(found.select_related("unit", "round__rubric", "round__unit"), pk=arguments["key"]))

    @classmethod
    def of(cls, document: Document) -> Self:
        """The sheet of a document."""
        return cls(Sheet.objects.get(pk=document.subject))

    def hold(self, issuer: Unit) -> Self:
        """The unit, then the sheet."""
        lock([issuer.id])
        return type(self)(lock_sheet(self.row.pk))

    def page(self, request: Request) -> Page:
        """The union, its round, the way back to the sheet."""
        name = unit_names([self.row.unit_id], request.day).get(self.row.unit_id, self.row.unit.code)
        return Page(name, self.row.round.title, reverse("sheet", args=[self.row.pk]), _("Score sheet"))

    def arguments(self) -> list[Any]:
        """The key."""
        return [self.row.pk]

    def has_papers(self) -> bool:
        """Whether the union is graded."""
        return not self.row.why_not


@dataclass(frozen=True)
class RoundSubject(Subject):
    """An upper union in a round; a grassroots union has its papers on its sheet."""

    key: ClassVar[str] = "unit"
    see: ClassVar[str] = SEE
    rows: ClassVar[tuple[type[Journaled], ...]] = (Round, Decision)

    row: Round
    unit: Unit

    @classmethod
    def find(cls, request: Request, **arguments: Any) -> Self:
        """The round of a year that `?lich=` names by its calendar, else the one opened first."""
        unit = get_object_or_404(Unit.objects.visible_to(request.user, SEE), code=arguments["code"])
        calendar = {"calendar": request.GET["lich"]} if request.GET.get("lich") else {}
        found = Round.objects.filter(year=arguments["year"], **calendar).select_related("rubric", "unit")
        round_ = found.order_by("opened").first()
        if round_ is None:
            raise Http404
        return cls(round_, unit)

    @classmethod
    def of(cls, document: Document) -> Self:
        """The round of a document, or of the list that it decides."""
        listed = Decision.objects.filter(pk=document.subject).values("round")
        return cls(Round.objects.get(Q(pk=document.subject) | Q(pk__in=listed)), document.unit)

    def hold(self, issuer: Unit) -> Self:
        """The round, then the unit."""
        now = lock_round(self.row.pk)
        lock([issuer.id])
        return type(self)(now, self.unit)

    def page(self, request: Request) -> Page:
        """The union, the round, a tab for each round of the year."""
        name = unit_names([self.unit.pk], request.day).get(self.unit.pk, self.unit.code)
        back = reverse("grading_year", args=[self.row.year])
        rounds = Round.objects.filter(year=self.row.year).order_by("opened")
        tabs = tuple((each.title, RoundSubject(each, self.unit).query, each == self.row) for each in rounds)
        detail, shown = self.row.name, tabs if len(tabs) > 1 else ()
        return Page(name, detail, back, _("Targets 85 / 60"), shown, _("Rounds of the year"))

    def arguments(self) -> list[Any]:
        """The year and the union's code."""
        return [self.row.year, self.unit.code]

    @property
    def query(self) -> str:
        """The round among those of the year."""
        return f"?lich={self.row.calendar}"

    def has_papers(self) -> bool:
        """Whether the union is an upper one."""
        return is_upper(self.unit)

    def typed(self) -> dict[uuid.UUID, str]:
        """The round, and its lists with the numbers typed when they were decided."""
        return {self.row.pk: "", **dict(Decision.objects.filter(round=self.row).values_list("pk", "document"))}

    def issued(self, documents: QuerySet[Document]) -> QuerySet[Document]:
        """Only what this union issued."""
        return super().issued(documents).filter(unit=self.unit)

    @property
    def decides(self) -> bool:
        """Whether the union decides the round."""
        return self.unit.pk == self.row.unit_id

    @cached_property
    def lists(self) -> list[DecisionList]:
        """The lists that the union decided, the newest first."""
        return decision_lists(self.row) if self.decides else []

    @cached_property
    def unlisted(self) -> bool:
        """Whether it decided on sheets before lists were kept."""
        return self.decides and unlisted_sheets(self.row).exists()


def is_upper(unit: Unit) -> bool:
    """Whether a unit is a union above the grassroots today."""
    kind = _kind.first(unit.pk, clock.today())
    return kind is not None and kinds()[kind].level == "upper"


@prepared
def _kind(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitVersion, str]:
    return UnitVersion.objects.on(day).filter(unit=unit).values_list("kind", flat=True)


def upper_union(user: Account, asked: Unit | None) -> Unit | None:
    """The upper union that a page is about, else the one in which the reader holds a post."""
    found = asked or _first_of.first(reach(user, SEE).paths)
    return found if found and is_upper(found) else None


@prepared
def _first_of(paths: Iterable[str]) -> QuerySet[Unit]:
    return Unit.objects.filter(path__in=paths).order_by("path")[:1]


def round_papers(user: Account, round_: Round, asked: Unit | None) -> RoundSubject | None:
    """What the card of papers on the page of a round is about."""
    unit = upper_union(user, asked)
    return RoundSubject(round_, unit) if unit else None

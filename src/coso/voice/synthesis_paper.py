"""The paper of a monthly synthesis in the official layout, and what the ledger of papers asks of it."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coso.access.journal import held
from coso.access.models import Account, Journaled
from coso.access.requests import Request
from coso.lib import clock
from coso.papers.letterhead import chair_of, in_vietnamese, issuer_of
from coso.papers.models import Document
from coso.papers.paper import Block, Column, Listing, Paper, Paragraph, Row, Table
from coso.papers.registry import Page, Subject
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.services.guards import lock
from coso.triage.terms import TOPICS
from coso.voice.permissions import READ
from coso.voice.synthesis_figures import Figures, figures_of
from coso.voice.synthesis_models import Synthesis

TITLE = "Tổng hợp tâm tư, nguyện vọng của đoàn viên, người lao động"
MERGED = "Nơi có dưới 5 người được gộp vào cấp trên của nơi đó để không lộ ai đã nói."
HIDDEN = "Công đoàn có dưới 5 người: số liệu được gộp vào tổng hợp của công đoàn cấp trên để không lộ ai đã nói."
BY_TOPIC = (
    Column("Nội dung", 60),
    Column("Số ý kiến", 20, "count", "center"),
    Column("Trong đó của cả tổ, nhiều tổ", 20, "count", "center"),
)
BY_PLACE = (Column("Nơi", 80), Column("Số ý kiến", 20, "count", "center"))


@in_vietnamese
def synthesis_paper(synthesis: Synthesis) -> Paper:
    """The synthesis of a month as it stands now."""
    issuer, found = issuer_of(synthesis.unit), figures_of(synthesis)
    return Paper(
        **issuer.heading("BC"),
        kind="BÁO CÁO",
        about=f"{TITLE} tháng {synthesis.name}",
        addressee=issuer.upper,
        blocks=(*_counted(found), *_sentences(synthesis)),
        signatures=(chair_of(issuer),),
        recipients=("Như kính gửi;", "Lưu: VT."),
    )


def _counted(found: Figures) -> list[Block]:
    if found.hidden:
        return [Paragraph(HIDDEN, italic=True)]
    out: list[Block] = [Paragraph("Tình hình chung", lead="1.", bold=True), Listing(tuple(_general(found)))]
    if found.topics:
        rows = tuple(Row((capfirst(str(TOPICS[topic])), n, many)) for topic, n, many in found.topics)
        out.append(Table(BY_TOPIC, rows, "Theo nội dung (một ý kiến có thể nói nhiều nội dung)"))
    if found.places:
        out.append(Table(BY_PLACE, tuple(Row(row) for row in found.places), "Theo nơi phản ánh"))
    return [*out, Paragraph(MERGED, italic=True)] if found.merged else out


def _general(found: Figures) -> list[str]:
    return [
        f"Tiếp nhận {found.n} ý kiến; đã trả lời {found.answered}, đã thông tin lại {found.told}.",
        f"Trả lời và thông tin lại đúng hạn {found.kept}, quá hạn {found.late}; còn chờ trả lời {found.waiting}.",
        f"Chuyển cấp trên {found.climbed} ý kiến.",
        f"Tổ trưởng xác nhận {found.weeks} tuần, trong đó {found.quiet} tuần không có ý kiến.",
    ]


def _sentences(synthesis: Synthesis) -> list[Block]:
    out: list[Block] = []
    for n, title, text in (
        (2, "Nhận định", synthesis.assessment),
        (3, "Đề nghị công đoàn cấp trên", synthesis.asks),
    ):
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        out += [Paragraph(title, lead=f"{n}.", bold=True), Listing(lines or ("Không có.",))]
    return out


@dataclass(frozen=True)
class SynthesisSubject(Subject):
    """A monthly synthesis; a manager of a workplace within it sees none of its papers."""

    key: ClassVar[str] = "synthesis"
    see: ClassVar[str] = READ
    rows: ClassVar[tuple[type[Journaled], ...]] = (Synthesis,)

    row: Synthesis

    @classmethod
    def find(cls, request: Request, **arguments: Any) -> Self:
        """The synthesis of a key."""
        found = Synthesis.objects.visible_to(request.user, READ).select_related("unit")
        return cls(get_object_or_404(found, pk=arguments["key"]))

    @classmethod
    def of(cls, document: Document) -> Self:
        """The synthesis of a document."""
        return cls(Synthesis.objects.select_related("unit").get(pk=document.subject))

    @classmethod
    def shown_to(cls, user: Account) -> QuerySet[Document]:
        """The papers of the syntheses that a user may read."""
        seen = Synthesis.objects.visible_to(user, READ)
        found: QuerySet[Document] = super().shown_to(user).filter(subject__in=seen.values("pk"))
        return found

    def hold(self, issuer: Unit) -> Self:
        """The unit, then the synthesis."""
        lock([issuer.id])
        return type(self)(held(Synthesis.objects.select_related("unit"), self.row.pk))

    def page(self, request: Request) -> Page:
        """The union, the month, the way back."""
        name = unit_names([self.row.unit_id], clock.today()).get(self.row.unit_id, self.row.unit.code)
        return Page(name, self.row.name, reverse("synthesis", args=[self.row.pk]), _("Monthly synthesis"))

    def arguments(self) -> list[Any]:
        """The key."""
        return [self.row.pk]

    def typed(self) -> dict[uuid.UUID, str]:
        """The synthesis."""
        return {self.row.pk: ""}

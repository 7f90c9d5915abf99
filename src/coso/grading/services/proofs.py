"""Proofs of lines: the union adds files, links, records; the appraiser says what was seen on paper (R22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db.models import QuerySet

from coso.access.models import Account, Journaled
from coso.grading.chain import APPRAISE
from coso.grading.models import SheetLine
from coso.grading.services.guards import require_step
from coso.grading.services.rows import lock_line
from coso.grading.services.scoring import require_scorer, require_typing
from coso.law import parameter
from coso.papers.attachments import proofs
from coso.papers.attachments.proving import Provable
from coso.papers.models import Proof
from coso.register.models import Unit


@dataclass(frozen=True)
class LineProofs(Provable):
    """A line of a sheet; a file of its sheet may prove several lines."""

    key: ClassVar[str] = "grading.sheetline"
    model: ClassVar[type[Journaled]] = SheetLine

    row: SheetLine

    @property
    def unit(self) -> Unit:
        """The union of the sheet."""
        unit: Unit = self.row.sheet.unit
        return unit

    @property
    def entry(self) -> Mapping[str, Any]:
        """The sheet, with the code of the line."""
        return {"subject": self.row.sheet, "reason": self.row.code}

    def hold(self) -> Self:
        """The line, after its sheet."""
        return type(self)(lock_line(self.row))

    def require(self, by: Account | None, kind: str) -> None:
        """The appraiser at that step for what was seen on paper; the union while it may write the line."""
        if kind == proofs.SEEN:
            require_step(by, self.row.sheet, APPRAISE)
            return
        require_scorer(by, self.row.sheet)
        require_typing(self.row)

    def most_files(self) -> int:
        """By the parameter of the round's closing day."""
        return int(parameter("grading.proof_files_per_line").at(self.row.sheet.round.closing).number)

    def beside(self) -> QuerySet:
        """The lines of the sheet."""
        return SheetLine.objects.filter(sheet=self.row.sheet_id).values("pk")


def add_proof(*, line: SheetLine, kind: str, by: Account | None, **said: Any) -> Proof:
    """Adds a proof to a line; `said` as in `coso.papers.attachments.proofs.add_proof`, which tells the errors."""
    return proofs.add_proof(about=LineProofs(line), kind=kind, by=by, **said)


def withdraw_proof(*, proof: Proof, reason: str, by: Account | None) -> Proof:
    """Takes a proof off its line with a reason. Raises ForbiddenError, RefusedError."""
    line = SheetLine.objects.select_related("sheet__unit").get(pk=proof.subject)
    return proofs.withdraw_proof(proof=proof, about=LineProofs(line), reason=reason, by=by)

"""What the members are asked about in the grading year."""

import datetime as dt
from pathlib import Path
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.models import Journaled
from coso.access.requests import Request
from coso.grading.models import Sheet
from coso.grading.papers.subjects import SheetSubject
from coso.grading.permissions import EVIDENCE
from coso.lib.dates import DAY
from coso.papers.registry import Page
from coso.polls.subjects import PollSubject


class SheetPoll(PollSubject):
    """The sheet of a union: what its members think stands beside the score, never inside it (R31, R32)."""

    key: ClassVar[str] = "sheet"
    model: ClassVar[type[Journaled]] = Sheet
    see: ClassVar[str] = EVIDENCE
    questions: ClassVar[Path] = Path(__file__).parent / "poll_questions.yaml"

    row: Sheet

    @classmethod
    def rows(cls) -> QuerySet:
        """The sheets with their unions and rounds."""
        return Sheet.objects.select_related("unit", "round__rubric", "round__unit")

    @property
    def year(self) -> int:
        """The year of the round."""
        year: int = self.row.round.year
        return year

    @property
    def until(self) -> dt.date:
        """The last day whose turnout the figures of the round count."""
        last: dt.date = min(self.row.round.closing, self.row.round.end - DAY)
        return last

    def page(self, request: Request) -> Page:
        """The union and its round, as on the pages of its papers."""
        return SheetSubject(self.row).page(request)

    def why_not(self) -> str:
        """A union that is not graded is asked nothing."""
        return _("This union is not graded this year: there is nothing to ask about.") if self.row.why_not else ""

    def read_on(self) -> tuple[str, str] | None:
        """The newest result of the union that was published."""
        done = Sheet.objects.filter(unit=self.row.unit_id, published__isnull=False, step="done")
        year = done.order_by("-round__year").values_list("round__year", flat=True).first()
        if year is None:
            return None
        words = _("How our union was graded in {year}").format(year=year)
        return reverse("public_result", args=[self.unit.code, year]), words


POLL_SUBJECTS = [SheetPoll]

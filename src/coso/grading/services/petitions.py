"""Petitions about a result: a union asks, the round's unit answers with a reason, the history stays."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.journal import Act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.grading.chain import DONE, PUBLISH
from coso.grading.forms.petitions import PetitionAnswerForm, PetitionForm
from coso.grading.models import Sheet
from coso.grading.querysets import SheetQuerySet
from coso.grading.services.decisions import write_reopening
from coso.grading.services.guards import require_decider, require_stranger
from coso.grading.services.rows import lock_round, lock_sheet
from coso.law import parameter
from coso.register.models import Unit
from coso.register.visibility import may
from coso.requests.models import Request
from coso.requests.outcomes import Outcome
from coso.requests.registry import RequestKind
from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.specs import grammar_of

KEPT, REOPENED = "kept", "reopened"


class Petition(RequestKind):
    """A petition ("kiến nghị về kết quả xếp loại"): the result is kept, or by the leader alone looked at again."""

    key = "grading.petition"
    vi, en = "Trả lời kiến nghị về kết quả xếp loại", "Answer a petition about a result"
    title = gettext_lazy("Petition about the result")
    page = "petition"
    model = Sheet
    see, asks, answers = "grading.see", "grading.submit", "grading.decide"
    asking, answering = "sheet.petition", "sheet.answer_petition"
    outcomes = {
        KEPT: Outcome(gettext_lazy("The result is kept"), "", "check"),
        REOPENED: Outcome(gettext_lazy("The result is looked at again"), "blue", "rotate-2"),
    }
    ask_form, answer_form = PetitionForm, PetitionAnswerForm
    ask_template, template = "grading/petition_new.html", "grading/petition.html"

    row: Sheet

    @classmethod
    def rows(cls) -> SheetQuerySet:
        """Sheets with their union, round, unit and rubric."""
        return Sheet.objects.select_related("unit", "round__unit", "round__rubric")

    def hold(self) -> Self:
        """The sheet, locked after its round."""
        lock_round(self.row.round_id)
        return type(self)(lock_sheet(self.row.id))

    @property
    def unit(self) -> Unit:
        """The union of the sheet."""
        unit: Unit = self.row.unit
        return unit

    @property
    def owes(self) -> Unit:
        """The unit of the round."""
        unit: Unit = self.row.round.unit
        return unit

    @property
    def grammar(self) -> RubricSpec:
        """What the sheet was graded by."""
        return grammar_of(self.row.round.rubric)

    @staticmethod
    def answer_days(day: dt.date) -> int:
        """How many days the answer to a petition may take."""
        return int(parameter("grading.petition_answer_days").at(day).number)

    def check(self) -> None:
        """Only a decided result can be asked about."""
        if self.row.step not in (PUBLISH, DONE):
            raise RefusedError(_("Only a decided result can be asked about."))

    def facts(self) -> dict[str, Any]:
        """The level that was decided when it was asked."""
        return {"grade": self.row.grade}

    def require_answerer(self, by: Account | None, request: Request, outcome: str) -> None:
        """Who decides on the round, to look at it again the leader alone; nobody of the union itself."""
        require_decider(by, self.row.round, "grading.reopen" if outcome == REOPENED else self.answers)
        require_stranger(by, self.row.unit)

    def check_answer(self, outcome: str, said: Mapping[str, Any]) -> None:
        """A result is looked at again by a day."""
        if outcome == REOPENED and said.get("due") is None:
            raise RefusedError(Reason(_("Say by which day."), "due"))

    def when_answered(self, a: Act, request: Request, by: Account | None, said: Mapping[str, Any]) -> None:
        """A result that is looked at again goes back to its appraisal."""
        if request.outcome == REOPENED:
            write_reopening(a, self.row, request.answer, said["due"], by)


def may_petition(user: Account, sheet: Sheet) -> bool:
    """Whether somebody may ask about a result: the head of the union, once it is decided."""
    return sheet.step in (PUBLISH, DONE) and may(user, Petition.asks, sheet.unit)

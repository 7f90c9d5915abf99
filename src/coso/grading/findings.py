"""What the page of a sheet shows of findings that cap its level."""

from dataclasses import dataclass

from coso.grading.models import Sheet
from coso.grading.services.findings import gates_to_find
from coso.rubrics.grammar.model import Gate
from coso.rubrics.limit_words import gate_says
from coso.rubrics.specs import grammar_of


@dataclass(frozen=True)
class FindingView:
    """A gate that only a person closes, its sentence, and the minutes that close it; "" where it is open."""

    gate: Gate
    says: str
    minutes: str


def findings_of(sheet: Sheet) -> dict[str, list[FindingView]]:
    """The findings made, and those that could be."""
    grammar, minutes = grammar_of(sheet.round.rubric), sheet.findings or {}
    views = [FindingView(gate, gate_says(grammar, gate), minutes.get(gate.code, "")) for gate in gates_to_find(sheet)]
    return {"found": [each for each in views if each.minutes], "can_find": [each for each in views if not each.minutes]}

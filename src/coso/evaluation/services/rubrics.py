"""Rubrics: taken in from text, frozen once used."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.evaluation.filling import read_grammar
from coso.evaluation.grammar.model import Rubric as Grammar
from coso.evaluation.grammar.problems import Problem, RubricError
from coso.evaluation.models import Rubric
from coso.lib.keys import new_key
from coso.register.services.gate import require


def say(problem: Problem) -> str:
    """A problem of a rubric in the reader's language, with its place."""
    return f"{problem.where}: {problem.text_en if get_language() == 'en' else problem.text_vi}"


def take_in_rubric(*, source: str, by: Account | None) -> Rubric:
    """A new rubric from its text, or the draft of the same code anew. Raises RefusedError with every problem."""
    require(by, "evaluation.rubric")
    try:
        grammar = read_grammar(source)
    except RubricError as wrong:
        raise RefusedError(*[Reason(say(problem), "source") for problem in wrong.problems]) from wrong
    known = Rubric.objects.filter(code=grammar.code).first()
    if known and known.frozen and known.source != source:
        raise RefusedError(_("This rubric is in use and frozen; give the new one another code or number."))
    with act(by=by, verb="rubric.take_in", subject=known, reason=grammar.code) as a:
        key = known.id if known else new_key()
        a.write(Rubric, {key: _row(grammar, source)})
    return Rubric.objects.get(pk=key)


def _row(grammar: Grammar, source: str) -> dict[str, object]:
    document = grammar.document
    return {
        "code": grammar.code,
        "title_vi": grammar.title_vi[:200],
        "title_en": grammar.title_en[:200],
        "status": str(grammar.status),
        "number": document.number if document else "",
        "dated": document.date if document else None,
        "source": source,
    }


def freeze(a: Act, rubric: Rubric, day: dt.date) -> None:
    """From now on the rubric does not change."""
    if rubric.frozen is None:
        a.write(Rubric, {rubric.id: {"frozen": day}})

"""Rubrics: taken in from text, edited while a draft, frozen once used."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, expect, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.access.terms import of_reader
from coso.lib.keys import new_key
from coso.register.services.guards import require
from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.grammar.problems import Problem, RubricError
from coso.rubrics.grammar.reading import Draft
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.writing import write_yaml
from coso.rubrics.models import Rubric
from coso.rubrics.specs import draft_of, read_grammar

Data = dict[str, Any]
CODE = re.compile(r"[\w][\w.\-]{1,59}")
LONGEST = 2_000_000
DRAFT_NOTICE = "Bản nháp, chưa phải văn bản chính thức."


def say(problem: Problem) -> str:
    """A problem of a rubric in the reader's language, with its place."""
    return f"{problem.where}: {say_text(problem)}"


def say_text(problem: Problem) -> str:
    """A problem of a rubric in the reader's language."""
    return of_reader(problem.text_vi, problem.text_en)


def _refused(problems: tuple[Problem, ...]) -> RefusedError:
    return RefusedError(*[Reason(say(problem), "source") for problem in problems])


def take_in_rubric(*, source: str, by: Account | None, as_draft: bool = False) -> Rubric:
    """A new rubric from its text, or the draft of the same code anew. Raises RefusedError with every problem.

    `as_draft` keeps a text with faults: what is wrong makes it incomplete, and it cannot be used to grade.
    """
    require(by, "rubrics.edit")
    try:
        grammar = draft_of(source).rubric if as_draft else read_grammar(source)
    except RubricError as wrong:
        raise _refused(wrong.problems) from wrong
    require_code(grammar.code)
    known = Rubric.objects.filter(code=grammar.code).first()
    with act(by=by, verb="rubric.take_in", subject=known, reason=grammar.code) as a:
        now = held(Rubric.objects.all(), known.id) if known else None
        if now and now.frozen and now.source != source:
            raise RefusedError(_("This rubric is in use and frozen; give the new one another code or number."))
        key = now.id if now else new_key()
        a.write(Rubric, {key: _row(grammar, source)})
    return Rubric.objects.get(pk=key)


def require_code(code: str, *, new: bool = False) -> None:
    """Raises RefusedError unless a code can stand in an address; a new one must be free."""
    if not CODE.fullmatch(code):
        text = _("Write a code of 2 to 60 letters, digits, dots and hyphens, without blanks.")
        raise RefusedError(Reason(text, "code"))
    if new and Rubric.objects.filter(code=code).exists():
        raise RefusedError(Reason(_("A rubric has this code already."), "code"))


def _row(grammar: RubricSpec, source: str) -> dict[str, object]:
    document = grammar.document
    return {
        "code": grammar.code,
        "title_vi": grammar.title_vi[:200],
        "title_en": grammar.title_en[:200],
        "status": str(grammar.status),
        "number": (document.number if document else "")[:60],
        "dated": document.date if document else None,
        "source": source,
    }


def freeze(a: Act, rubric: Rubric, day: dt.date) -> None:
    """From now on the rubric does not change."""
    if rubric.frozen is None:
        a.write(Rubric, {rubric.id: {"frozen": day}})


# ── editing a draft ──


@dataclass(frozen=True)
class Change:
    """One edit of a rubric's data. Faults at one of its `places` refuse it; others leave an incomplete draft."""

    edit: Callable[[Data], None]
    places: tuple[str, ...] = ()
    said: str = ""


def change_rubric(*, rubric: Rubric, change: Change, by: Account | None, seen: str | None = None) -> Rubric:
    """Edits the one document of a draft and checks it whole. `seen`: the act that the form carried.

    Raises RefusedError with each fault at its place, StaleError when somebody wrote the rubric meanwhile.
    """
    require(by, "rubrics.edit")
    with act(by=by, verb="rubric.change", subject=rubric, reason=change.said) as a:
        now = held(Rubric.objects.all(), rubric.id, require_open)
        expect(now, seen)
        source, draft = edited(now.source, change)
        a.write(Rubric, {now.id: _row(draft.rubric, source)})
    return Rubric.objects.get(pk=rubric.pk)


def require_open(rubric: Rubric) -> None:
    """Raises RefusedError for a rubric that is in use."""
    if rubric.frozen:
        raise RefusedError(_("This rubric is in use and frozen; make a copy and change that."))


def edited(source: str, change: Change) -> tuple[str, Draft]:
    """The text after a change, and its reading. Raises RefusedError for faults where the change was made."""
    data = read_yaml(source)
    if not isinstance(data, dict):
        raise RefusedError(_("This text is no rubric."))
    change.edit(data)
    text = write_yaml(data)
    draft = draft_of(text)
    wrong = [fault for fault in draft.faults if any(_within(fault.where, place) for place in change.places)]
    if wrong:
        raise RefusedError(*[Reason(say_text(fault), fault.where) for fault in wrong])
    return text, draft


def _within(where: str, place: str) -> bool:
    return where == place or where.startswith((f"{place}.", f"{place}["))


def copy_rubric(*, rubric: Rubric, code: str, number: str, title: str, by: Account | None) -> Rubric:
    """A new draft with another code: the same document, without the number and the notice of the old paper."""
    require(by, "rubrics.edit")
    require_code(code, new=True)
    data = read_yaml(rubric.source)
    if not isinstance(data, dict):
        raise RefusedError(_("This text is no rubric."))
    data |= {"id": code, "version": 1, "title_vi": title, "official": False}
    data.pop("examples", None)
    data.pop("title_en", None)
    data["notice_vi"] = DRAFT_NOTICE
    data["document"] = {"number": number} if number else {}
    source = write_yaml(data)
    with act(by=by, verb="rubric.copy", reason=f"{rubric.code} → {code}") as a:
        key = new_key()
        a.write(Rubric, {key: _row(draft_of(source).rubric, source)})
    return Rubric.objects.get(pk=key)

"""The questions of a poll as dated data: read once, kept by a poll from its first day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coso.access.terms import Term


@dataclass(frozen=True)
class Answer(Term):
    """An answer; `worth` is the share of the possible from 0 to 1, None for "I do not know"."""

    worth: Fraction | None


@dataclass(frozen=True)
class QuestionSet:
    """A set of questions that all take the same answers, from a day on, with its status and source."""

    code: str
    since: dt.date
    status: str
    source: Term
    answers: tuple[Answer, ...]
    questions: tuple[Term, ...]

    @property
    def choices(self) -> list[tuple[str, list[str]]]:
        """The keys of the questions, each with the keys of its answers."""
        return [(question.key, [answer.key for answer in self.answers]) for question in self.questions]


@cache
def read_sets(file: Path) -> Mapping[str, QuestionSet]:
    """Every set of a file by its code."""
    return {code: _read(code, row) for code, row in yaml.safe_load(file.read_text()).items()}


def _read(code: str, row: dict[str, Any]) -> QuestionSet:
    answers = tuple(Answer(a["key"], a["vi"], a["en"], _worth(a.get("worth"))) for a in row["answers"])
    questions = tuple(Term(q["key"], q["vi"], q["en"]) for q in row["questions"])
    return QuestionSet(code, row["since"], row["status"], Term("source", **row["source"]), answers, questions)


def _worth(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def newest_on(sets: Mapping[str, QuestionSet], day: dt.date) -> QuestionSet:
    """The set for a poll that opens on a day: the newest that holds. Raises LookupError before the first."""
    held = [each for each in sets.values() if each.since <= day]
    if not held:
        raise LookupError(day)
    return max(held, key=lambda each: each.since)

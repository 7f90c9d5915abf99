"""Sentences of a rubric: those with blanks to fill, and its rules in words."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise
from string import Formatter

from django.utils.translation import gettext as _

from coso.access.terms import in_english
from coso.lib.points import show_points
from coso.rubrics.grammar.model import (
    Condition,
    Criterion,
    Deduct,
    IfTrue,
    Levels,
    Linear,
    PerOccurrence,
    RubricLine,
    Rule,
    Steps,
    Typed,
    Unstated,
)
from coso.rubrics.grammar.values import Absent


def blanks_in(sentence: str) -> set[str]:
    """The names to fill in a sentence. ValueError when a brace is left open or holds more than a name."""
    names = set()
    for _text, name, spec, conversion in Formatter().parse(sentence):
        if spec or conversion or (name is not None and not name.isidentifier()):
            raise ValueError(sentence)
        names |= {name} if name else set()
    return names


def filled(sentence: str, words: Mapping[str, str]) -> str:
    """The sentence with its blanks filled."""
    return sentence.format_map(words)


def _points(thousandths: int) -> str:
    return show_points(thousandths, comma=not in_english())


def points_in_words(points: int) -> str:
    """Points with their word: 4500 is "4,5 điểm"."""
    return _("{points} points").format(points=_points(points))


def number_in_words(number: Fraction, *, share: bool = False) -> str:
    """A threshold as a person reads it; a share as per cent, kept exact to three decimals."""
    text = f"{float(number * (100 if share else 1)):.3f}".rstrip("0").rstrip(".")
    text = text if in_english() else text.replace(".", ",")
    return f"{text}\N{NO-BREAK SPACE}%" if share else text


def rule_in_words(rule: Rule, maximum: int, *, share: bool = False, levels: Mapping[str, str] | None = None) -> str:
    """How points are earned on a line, as a sentence in the reader's language. Points are thousandths.

    `share`: the rule's indicator is a share, so thresholds are per cent; `levels`: the text of each level a person
    may choose.
    """
    match rule:
        case IfTrue(points):
            return _("{points} points when it is so, otherwise 0.").format(points=_points(points))
        case Steps(steps):
            return _steps(steps, share)
        case Linear(low, high, step):
            return _linear(low, high, step, maximum, share)
        case PerOccurrence(points, cap):
            return _("{points} points each time, at most {cap}.").format(points=_points(points), cap=_points(cap))
        case Deduct(points, floor):
            return _deduct(points, floor, maximum)
        case Levels(pairs):
            return _levels(pairs, levels or {})
        case Typed():
            return _("A person gives 0 to {max} points.").format(max=_points(maximum))
        case Unstated():
            return _("The source does not say how points are earned.")


def _steps(steps: tuple[tuple[Fraction, int], ...], share: bool) -> str:
    step = _("from {at}: {points}")
    said = [step.format(at=number_in_words(at, share=share), points=_points(points)) for at, points in steps]
    return _("Points by steps: {steps}; below that 0.").format(steps="; ".join(said))


def _linear(low: Fraction, high: Fraction, step: int, maximum: int, share: bool) -> str:
    text = _("0 up to {low}, {max} points from {high}, in proportion between, down to steps of {step}.")
    ends = {"low": number_in_words(low, share=share), "high": number_in_words(high, share=share)}
    return text.format(**ends, max=_points(maximum), step=_points(step))


def _deduct(points: int, floor: int, maximum: int) -> str:
    text = _("{max} points, less {points} for each finding, not below {floor}.")
    return text.format(max=_points(maximum), points=_points(points), floor=_points(floor))


def _levels(pairs: tuple[tuple[str, int], ...], levels: Mapping[str, str]) -> str:
    said = [f"{levels.get(key, key)}: {_points(points)}" for key, points in pairs]
    return _("A person chooses a level – {levels}.").format(levels="; ".join(said))


def cases_in_words(criterion: Criterion, line: RubricLine, *, share: bool) -> list[str]:
    """How points come from the figure of a line, a sentence for each case, best first, to be checked by hand.

    `share`: figures in per cent.
    """
    out = list(_cases(criterion, line.rule, line.max, partial(number_in_words, share=share)))
    if line.when_none is Absent.NOT_APPLICABLE:
        out.append(_("nothing arose: the line leaves the sheet, the group is scaled"))
    elif isinstance(line.when_none, int) and not isinstance(line.when_none, Absent):
        out.append(_("nothing arose: {points}").format(points=points_in_words(line.when_none)))
    return out


def _cases(criterion: Criterion, rule: Rule, most: int, number: Callable[[Fraction], str]) -> Iterator[str]:
    match rule:
        case IfTrue(points):
            yield _("yes: {points}").format(points=points_in_words(points))
            yield _("no: {points}").format(points=points_in_words(0))
        case Steps(steps):
            yield from _cases_of_steps(steps, number)
        case Linear(low, high, step):
            yield _from(number(high), most)
            yield _("between the two in proportion, rounded down to {step}").format(step=points_in_words(step))
            yield _("up to {number}: {points}").format(number=number(low), points=points_in_words(0))
        case PerOccurrence(points, cap):
            text = _("{points} for each occurrence, at most {cap}")
            yield text.format(points=points_in_words(points), cap=points_in_words(cap))
        case Deduct(points, floor):
            text = _("{max}, less {points} for each finding, not below {floor}")
            said = {"points": points_in_words(points), "floor": points_in_words(floor)}
            yield text.format(max=points_in_words(most), **said)
        case Levels(levels):
            texts = {level.key: str(level) for level in criterion.levels}
            for key, points in reversed(levels):
                yield f"{texts.get(key, key)}: {points_in_words(points)}"
        case _:
            yield _("the source does not say how points are earned")


def _cases_of_steps(steps: tuple[tuple[Fraction, int], ...], number: Callable[[Fraction], str]) -> Iterator[str]:
    if not steps:
        return
    last, best = steps[-1]
    yield _from(number(last), best)
    for (low, points), (high, _more) in reversed(list(pairwise(steps))):
        text = _("from {low} to below {high}: {points}")
        yield text.format(low=number(low), high=number(high), points=points_in_words(points))
    if steps[0][0] > 0:
        yield _("below {number}: {points}").format(number=number(steps[0][0]), points=points_in_words(0))


def _from(number: str, points: int) -> str:
    return _("from {number} up: {points}").format(number=number, points=points_in_words(points))


SIGNS = {"<": "<", "<=": "≤", "==": "=", ">=": "≥", ">": ">"}


def condition_in_words(condition: Condition, name: str) -> str:
    """A comparison of one indicator in words: "số lao động < 10"."""
    return f"{name} {SIGNS[condition.op]} {number_in_words(condition.number)}"

"""A rule of the rubric as sentences that a person can check by hand."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coso.lib.points import show_points
from coso.rubrics.grammar.model import Criterion, Deduct, IfTrue, Levels, Linear, PerOccurrence, RubricLine, Rule, Steps
from coso.rubrics.grammar.values import Absent


def rule_words(criterion: Criterion, line: RubricLine, *, share: bool) -> list[str]:
    """How points come from the figure of a line, a sentence for each case, best first; `share`: figures in per cent."""
    out = list(_cases(criterion, line.rule, line.max, share))
    if line.when_none is Absent.NOT_APPLICABLE:
        out.append(_("nothing arose: the line leaves the sheet, the group is scaled"))
    elif isinstance(line.when_none, int) and not isinstance(line.when_none, Absent):
        out.append(_("nothing arose: {points}").format(points=points_words(line.when_none)))
    return out


def _cases(criterion: Criterion, rule: Rule, most: int, share: bool) -> Iterator[str]:
    match rule:
        case IfTrue(points):
            yield _("yes: {points}").format(points=points_words(points))
            yield _("no: {points}").format(points=points_words(0))
        case Steps(steps):
            yield from _steps(steps, share)
        case Linear(low, high):
            yield _from(high, most, share)
            text = _("between the two in proportion, rounded down to {step}")
            yield text.format(step=points_words(rule.step))
            yield _("up to {number}: {points}").format(number=figure_words(low, share), points=points_words(0))
        case PerOccurrence(points, cap):
            text = _("{points} for each occurrence, at most {cap}")
            yield text.format(points=points_words(points), cap=points_words(cap))
        case Deduct(points, floor):
            text = _("{max}, less {points} for each finding, not below {floor}")
            yield text.format(max=points_words(most), points=points_words(points), floor=points_words(floor))
        case Levels(levels):
            said = {level.key: level.en if get_language() == "en" else level.vi for level in criterion.levels}
            for key, points in reversed(levels):
                yield f"{said.get(key, key)}: {points_words(points)}"
        case _:
            yield _("the source does not say how points are earned")


def _steps(steps: tuple[tuple[Fraction, int], ...], share: bool) -> Iterator[str]:
    if not steps:
        return
    yield _from(*steps[-1], share)
    for (low, points), (high, _more) in reversed(list(pairwise(steps))):
        text = _("from {low} to below {high}: {points}")
        yield text.format(low=figure_words(low, share), high=figure_words(high, share), points=points_words(points))
    if steps[0][0] > 0:
        yield _("below {number}: {points}").format(number=figure_words(steps[0][0], share), points=points_words(0))


def _from(number: Fraction, points: int, share: bool) -> str:
    text = _("from {number} up: {points}")
    return text.format(number=figure_words(number, share), points=points_words(points))


def points_words(points: int) -> str:
    """Points with their word: 4500 is "4,5 điểm"."""
    return _("{points} points").format(points=show_points(points, comma=get_language() != "en"))


def figure_words(number: Fraction, share: bool) -> str:
    """A threshold as people write it: 9/10 of a share is "90 %", to a hundredth where it is no whole number."""
    exact = number * 100 if share else number
    text = f"{float(exact):.2f}".rstrip("0").rstrip(".")
    return (text if get_language() == "en" else text.replace(".", ",")) + ("\N{NO-BREAK SPACE}%" if share else "")

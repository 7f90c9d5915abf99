"""Words for what was read of a table: kinds of line, how each was read, where the reading is unsure."""

from collections import Counter
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coso.lib.points import read_points
from coso.rubrics.importing.lines import CRITERION, GROUP, OUT, TEXT, ReadLine
from coso.rubrics.importing.sentences import DEDUCT, IF_TRUE, PER, TYPED

Words = dict[str, str | Promise]

KINDS: Words = {
    GROUP: _("Group"),
    CRITERION: _("Criterion"),
    TEXT: _("Explains"),
    OUT: _("Left out"),
}
RULES: Words = {
    TYPED: _("A person gives the points"),
    PER: _("Points each time"),
    DEDUCT: _("Points off for each finding"),
    IF_TRUE: _("All or nothing"),
}
HOW: Words = {
    "bold": _("in bold"),
    "total": _("a total, not a criterion"),
    "empty": _("no words in this row"),
    "part": _("a part above the groups"),
    "heading": _("a heading: its parts have the points"),
    "explains": _("no points: explains the line above"),
    "points_in_title": _("points read from the words"),
    "code_made": _("code made by us"),
    "rule_per": _("“each … points” read in the words"),
    "rule_deduct": _("“… less … points” read in the words"),
    "rule_if_true": _("“none … no points” read in the words"),
    "by_hand": _("added by hand"),
}
DOUBTS: Words = {
    "no_points": _("No points found in this row."),
    "not_points": _("The cell of points is not a number."),
    "range": _("A range was written; the higher number was taken."),
    "negative": _("Points below zero have no place here, so the line was left out; make it a deduction or a cap."),
    "choices": _("Its parts look like choices, one of which is given; check the rule."),
    "parts_differ": _("Its parts do not add up to its own points; the parts were taken."),
    "cap_differs": _("The words name another maximum than the column of points; the column was taken."),
    "no_heading": _("This table has no heading; it was read like the one before it."),
}


def faults_of_lines(lines: Sequence[ReadLine]) -> dict[int, list[str]]:
    """What must be corrected before a draft is sound, by the number of the line."""
    codes = Counter(line.code for line in lines if line.kind in (GROUP, CRITERION))
    out: dict[int, list[str]] = {}
    for n, line in enumerate(lines):
        if line.kind in (GROUP, CRITERION):
            found = list(_faults(line, codes))
            out |= {n: found} if found else {}
    return out


def _faults(line: ReadLine, codes: Counter[str]) -> list[str]:
    points = read_points(line.max) if line.max else None
    criterion, each = line.kind == CRITERION, read_points(line.each or "0") or 0
    said = {
        gettext("Give it a code."): not line.code,
        gettext("This code stands twice."): bool(line.code) and codes[line.code] > 1,
        gettext("Give it a title."): not line.title,
        gettext("Not a number; write points as 4,5."): bool(line.max) and points is None,
        gettext("Points must be above 0."): points is not None and points <= 0,
        gettext("Give it points."): criterion and not line.max,
        gettext("Say how many points each time."): criterion and line.rule in (PER, DEDUCT) and each <= 0,
    }
    return [text for text, wrong in said.items() if wrong]

"""Whether the parts of a rubric fit each other: codes, references, sums. Faults and gaps go to the log."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from coso.lib.points import show_points
from coso.rubrics.grammar.checking_criteria import check_criterion
from coso.rubrics.grammar.checking_limits import check_bands, check_gate, check_quota
from coso.rubrics.grammar.model import Group, RubricSpec, Variant
from coso.rubrics.grammar.node import Log, Node

LONGEST_CODE = 12


def check(rubric: RubricSpec, log: Log) -> None:
    """Note everything in the rubric that does not fit."""
    _check_codes(rubric, log)
    _check_totals(rubric, log)
    for variant in rubric.variants:
        _check_variant(rubric, variant, log)
    for criterion in rubric.criteria:
        check_criterion(rubric, criterion, log)
    check_bands(rubric, log)
    for gate in rubric.gates:
        check_gate(rubric, gate, log)
    check_quota(rubric, log)


def _check_codes(rubric: RubricSpec, log: Log) -> None:
    _refuse_long("criteria", (criterion.code for criterion in rubric.criteria), log)
    _refuse_long("bands.levels", (band.key for band in rubric.bands), log)
    _refuse_twice("groups", (group.code for group in rubric.groups), log)
    _refuse_twice("criteria", (criterion.code for criterion in rubric.criteria), log)
    _refuse_twice("gates", (gate.code for gate in rubric.gates), log)
    _refuse_twice("bands.levels", (band.key for band in rubric.bands), log)
    _refuse_meeting(rubric, log)


def _refuse_meeting(rubric: RubricSpec, log: Log) -> None:
    """A union finds one table: a sector stands twice only where the sizes lie apart."""
    for variant in rubric.variants:
        _refuse_twice("variants.applies_to", variant.applies_to, log)
    for one, other in combinations(rubric.variants, 2):
        if one.members.meets(other.members):
            _refuse_twice("variants.applies_to", [*sorted(set(one.applies_to)), *set(other.applies_to)], log)


def _refuse_twice(where: str, codes: Iterable[str], log: Log) -> None:
    for code, times in Counter(codes).items():
        if times > 1:
            Node(f"{where}[{code}]", None, log).refuse(
                f"“{code}” xuất hiện {times} lần; mỗi mã chỉ được dùng một lần.",
                f"“{code}” stands {times} times; a code may be used once.",
            )


def _refuse_long(where: str, codes: Iterable[str], log: Log) -> None:
    for code in codes:
        if len(code) > LONGEST_CODE:
            Node(f"{where}[{code}]", None, log).refuse(
                f"Mã “{code}” dài quá {LONGEST_CODE} ký tự.", f"Code “{code}” is longer than {LONGEST_CODE} characters."
            )


def _check_totals(rubric: RubricSpec, log: Log) -> None:
    own = sum(group.max for group in rubric.groups if not group.bonus)
    bonus = sum(group.max for group in rubric.groups if group.bonus)
    if own != rubric.self_max:
        _refuse_sum(Node("self_scorable_max", None, log), own, rubric.self_max)
    if bonus != rubric.bonus_max:
        _refuse_sum(Node("bonus.max", None, log), bonus, rubric.bonus_max)


def _refuse_sum(node: Node, total: int, expected: int) -> None:
    node.refuse(
        f"Các nhóm cộng lại được {show_points(total)} điểm, phải đúng {show_points(expected)}.",
        f"The groups add up to {show_points(total, comma=False)} points; "
        f"they must make exactly {show_points(expected, comma=False)}.",
    )


def _check_variant(rubric: RubricSpec, variant: Variant, log: Log) -> None:
    node = Node(f"variants.{variant.key}", None, log)
    known = {window.calendar for window in rubric.windows}
    for calendar in variant.calendars:
        if calendar not in known:
            node.child("calendars").gap(
                f"Lịch “{calendar}” chưa có ngày đầu, ngày cuối ở mục windows.",
                f"Calendar “{calendar}” has no first and last day under windows.",
            )
    for sector, _stratum in variant.strata:
        if sector not in variant.applies_to:
            node.child("target_stratum").refuse(
                f"Loại hình “{sector}” không có trong applies_to.", f"Sector “{sector}” is not in applies_to."
            )
    for group in rubric.groups if rubric.criteria else ():
        _check_group_sum(rubric, variant, group, log)


def _check_group_sum(rubric: RubricSpec, variant: Variant, group: Group, log: Log) -> None:
    node = Node(f"groups[{group.code}] / variants.{variant.key}", None, log)
    total = sum(line.max for criterion, line in rubric.lines_of(variant.key) if criterion.group == group.code)
    vi = (
        f"Các tiêu chí của nhóm cộng lại được {show_points(total)} điểm, "
        f"phải đúng {show_points(group.max)}; sửa điểm tối đa của tiêu chí hoặc của nhóm."
    )
    en = (
        f"The criteria of the group add up to {show_points(total, comma=False)} points; they must make exactly "
        f"{show_points(group.max, comma=False)}: mend the maximum of the criteria or of the group."
    )
    if total > group.max:
        node.refuse(vi, en)
    if total < group.max:
        node.gap(vi, en)

"""Whether each criterion fits its group, variants, indicator and described levels."""

from coso.rubrics.grammar.model import Criterion, Levels, RubricLine, RubricSpec, Typed, Unstated
from coso.rubrics.grammar.node import Log, Node
from coso.rubrics.grammar.rules import CRITERION_KIND, INDICATOR_KINDS, faults_of


def check_criterion(rubric: RubricSpec, criterion: Criterion, log: Log) -> None:
    """Note what is wrong with one criterion and its lines."""
    node = Node(f"criteria[{criterion.code}]", None, log)
    if criterion.group not in {group.code for group in rubric.groups}:
        node.child("group").refuse(
            f"Không có nhóm “{criterion.group}”; dùng mã một nhóm ở mục groups.",
            f"There is no group “{criterion.group}”; use the code of one under groups.",
        )
    refuse_unknown_indicator(rubric, criterion.indicator, node.child("indicator"))
    if criterion.not_applicable_if is not None:
        refuse_unknown_indicator(rubric, criterion.not_applicable_if.indicator, node.child("not_applicable_if"))
    for line in criterion.lines:
        _check_line(rubric, criterion, line, node.child("v").child(line.variant))


def refuse_unknown_indicator(rubric: RubricSpec, key: str | None, node: Node) -> None:
    """Refuse an indicator the rubric does not list; None is no indicator."""
    if key is not None and key not in {indicator.key for indicator in rubric.indicators}:
        node.refuse(
            f"Không có chỉ số “{key}”; thêm vào mục indicators hoặc sửa tên.",
            f"There is no indicator “{key}”; add it under indicators or mend its name.",
        )


def _check_line(rubric: RubricSpec, criterion: Criterion, line: RubricLine, node: Node) -> None:
    if line.variant not in {variant.key for variant in rubric.variants}:
        node.refuse(f"Không có loại hình “{line.variant}” ở mục variants.", f"There is no variant “{line.variant}”.")
    if isinstance(line.rule, Unstated):
        return
    kind = _kind_of_indicator(rubric, criterion)
    for vi, en in faults_of(line.rule, line.max, kind):
        node.child("rule").refuse(vi, en)
    _check_kind(criterion, line, node)
    if isinstance(line.rule, Levels):
        _check_levels(criterion, line.rule, node)
    if isinstance(line.rule, Levels | Typed):
        _refuse_indicator(criterion, node)
    else:
        _check_indicator(criterion, line, kind, node)


def _kind_of_indicator(rubric: RubricSpec, criterion: Criterion) -> str | None:
    return next((known.kind for known in rubric.indicators if known.key == criterion.indicator), None)


def _check_kind(criterion: Criterion, line: RubricLine, node: Node) -> None:
    expected = CRITERION_KIND[type(line.rule)]
    if criterion.kind != expected:
        node.child("rule").refuse(
            f"Quy tắc này là của tiêu chí kiểu {expected}, tiêu chí lại ghi “{criterion.kind}”.",
            f"This rule belongs to a criterion of kind {expected}; the criterion says “{criterion.kind}”.",
        )


def _check_levels(criterion: Criterion, rule: Levels, node: Node) -> None:
    described = {level.key for level in criterion.levels}
    for key, _points in rule.levels:
        if key not in described:
            node.child("rule").refuse(
                f"Mức “{key}” chưa được mô tả ở mục levels của tiêu chí.",
                f"Level “{key}” is not described under levels of the criterion.",
            )


def _refuse_indicator(criterion: Criterion, node: Node) -> None:
    if criterion.indicator is not None:
        node.child("rule").refuse(
            "Tiêu chí do người chấm thì không gắn chỉ số.", "A criterion judged by a person names no indicator."
        )


def _check_indicator(criterion: Criterion, line: RubricLine, kind: str | None, node: Node) -> None:
    if criterion.indicator is None:
        node.child("rule").refuse(
            "Quy tắc này cần một chỉ số; ghi ở mục indicator.", "This rule needs an indicator; name it."
        )
    if kind is not None and kind not in INDICATOR_KINDS[type(line.rule)]:
        node.child("rule").refuse(
            f"Quy tắc này không dùng được với chỉ số kiểu {kind}.",
            f"This rule does not work on an indicator of type {kind}.",
        )

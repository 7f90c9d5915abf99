"""Criteria as written in a rubric."""

from coso.rubrics.grammar.model import COMPARISONS, Condition, Criterion, Evidence, LevelText, RubricLine
from coso.rubrics.grammar.node import Node
from coso.rubrics.grammar.rules import CRITERION_KIND, read_rule
from coso.rubrics.grammar.values import Absent

NOT_APPLICABLE = "not_applicable"


def read_criteria(node: Node, step: int) -> tuple[Criterion, ...]:
    """The criteria of the list, in its order."""
    if not node.items():
        node.gap(
            "Chưa có tiêu chí nào; nhập các tiêu chí và điểm theo văn bản gốc.",
            "There are no criteria; enter the criteria and their points from the document.",
        )
    return tuple(_criterion(item, step) for item in node.items())


def _criterion(node: Node, step: int) -> Criterion:
    node.only(
        *(
            "code",
            "group",
            "kind",
            "title_vi",
            "title_en",
            "note_vi",
            "note_en",
            "owner",
            "status",
            "indicator",
            "plan",
        ),
        *("evidence", "not_applicable_if", "levels", "when_none", "v"),
    )
    condition = node.child("not_applicable_if")
    return Criterion(
        code=node.child("code").text(),
        group=node.child("group").text(),
        kind=_kind(node.child("kind")),
        title_vi=node.child("title_vi").text(),
        title_en=node.child("title_en").optional_text() or node.child("title_vi").optional_text(),
        note_vi=node.child("note_vi").optional_text(),
        note_en=node.child("note_en").optional_text(),
        owner=node.child("owner").optional_text(),
        status=node.child("status").optional_text(),
        indicator=node.child("indicator").optional_text() or None,
        plan=node.child("plan").texts(),
        evidence=tuple(_evidence(item) for item in node.child("evidence").items()),
        not_applicable_if=read_condition(condition) if condition.present else None,
        levels=tuple(_level(key, level) for key, level in node.child("levels").pairs()),
        lines=_lines(node, step),
    )


def _kind(node: Node) -> str:
    return node.choice(set(CRITERION_KIND.values())) if node.present else ""


def _evidence(node: Node) -> Evidence:
    node.only("vi", "en", "from")
    return Evidence(node.child("vi").text(), node.child("en").optional_text(), node.child("from").optional_text())


def _level(key: str, node: Node) -> LevelText:
    node.only("vi", "en")
    return LevelText(key, node.child("vi").text(), node.child("en").text())


def read_condition(node: Node) -> Condition | None:
    """A comparison of an indicator; None after refusing a wrong one."""
    node.only("indicator", "op", "value")
    indicator, op = node.child("indicator").text(), node.child("op").choice(COMPARISONS)
    number = node.child("value").number()
    return Condition(indicator, op, number) if indicator and op in COMPARISONS and number is not None else None


def _lines(node: Node, step: int) -> tuple[RubricLine, ...]:
    nothing_arose = node.child("when_none")
    lines = [_line(variant, line, nothing_arose.child(variant), step) for variant, line in node.child("v").pairs()]
    if not lines:
        node.child("v").refuse(
            "Tiêu chí phải có điểm tối đa cho ít nhất một loại hình.",
            "The criterion needs a maximum in at least one variant.",
        )
    _refuse_idle_when_none(nothing_arose, set(node.child("v").keys()))
    return tuple(line for line in lines if line is not None)


def _refuse_idle_when_none(node: Node, variants: set[str]) -> None:
    for variant, worth in node.pairs():
        if variant not in variants:
            worth.refuse(
                "Loại hình này không có dòng tiêu chí; bỏ mục này hoặc thêm dòng.",
                "This variant does not have the line; remove this entry or add the line.",
            )


def _line(variant: str, node: Node, nothing_arose: Node, step: int) -> RubricLine | None:
    node.only("max", "rule")
    maximum = _maximum(node.child("max"), step)
    rule = read_rule(node.child("rule"), step)
    worth = _when_none(nothing_arose, maximum, step)
    return None if maximum is None or rule is None else RubricLine(variant, maximum, rule, worth)


def _maximum(node: Node, step: int) -> int | None:
    if not node.present:
        node.gap("Chưa có điểm tối đa của dòng này.", "The maximum of this line is not stated.")
        return None
    maximum = node.points(step)
    if maximum == 0:
        node.refuse("Điểm tối đa phải lớn hơn 0.", "The maximum must be above 0.")
    return maximum


def _when_none(node: Node, maximum: int | None, step: int) -> int | Absent | None:
    if not node.present:
        return None
    if node.value == NOT_APPLICABLE:
        return Absent.NOT_APPLICABLE
    points = node.points(step)
    if points is not None and maximum is not None and points > maximum:
        node.refuse(
            "Điểm khi không phát sinh không được vượt điểm tối đa của dòng.",
            "What nothing arising is worth may not pass the maximum of the line.",
        )
    return points

"""What turns points into a level, as written in a rubric: bands, gates, quota."""

from coso.rubrics.grammar.model import AllZero, Band, Condition, Gate, GroupBelow, Quota
from coso.rubrics.grammar.node import Node
from coso.rubrics.grammar.reading_criteria import read_condition


def read_bands(node: Node, step: int) -> tuple[Band, ...]:
    """The bands, from the highest; a rubric without cut-offs has none."""
    if node.present:
        node.only("levels", "official", "source_vi", "status", "level_names_vi")
    items = node.child("levels").items()
    if not items:
        node.gap(
            "Chưa có mốc điểm của từng mức xếp loại; nhập mốc theo văn bản gốc.",
            "The points each level asks are not stated; enter them from the document.",
        )
    return tuple(_band(item, step) for item in items)


def _band(node: Node, step: int) -> Band:
    node.only("key", "min", "vi", "en")
    return Band(
        key=node.child("key").text(),
        min=node.child("min").points(step) or 0,
        title_vi=node.child("vi").text(),
        title_en=node.child("en").text(),
    )


def read_gates(node: Node) -> tuple[Gate, ...]:
    """The gates that could be read; the others are refused."""
    gates = [_gate(item) for item in node.items()]
    return tuple(gate for gate in gates if gate is not None)


def _gate(node: Node) -> Gate | None:
    node.only("id", "cap", "when", "applies_to", "say_vi", "say_en", "origin")
    gate_without_test = {
        "code": node.child("id").text(),
        "cap": node.child("cap").text(),
        "say_vi": node.child("say_vi").text(),
        "say_en": node.child("say_en").text(),
        "origin": node.child("origin").optional_text(),
    }
    variants, when = node.child("applies_to").texts(), _when(node.child("when"))
    return None if when is None else Gate(when=when, applies_to=variants, **gate_without_test)


def _when(node: Node) -> GroupBelow | AllZero | Condition | None:
    keys = set(node.keys())
    if keys == {"any_group_below", "groups"}:
        return GroupBelow(node.child("any_group_below").share(), node.child("groups").texts())
    if keys == {"all_zero"}:
        return AllZero(node.child("all_zero").texts())
    if keys == {"indicator", "op", "value"}:
        return read_condition(node)
    node.refuse(
        "Điều kiện khống chế phải là any_group_below + groups, all_zero, hoặc indicator + op + value.",
        "A gate tests any_group_below + groups, all_zero, or indicator + op + value.",
    )
    return None


def read_quota(node: Node) -> Quota | None:
    """The quota, None when the rubric has none."""
    if not node.present:
        return None
    node.only("enabled", "level", "max_share", "of", "pool", "tie_break", "say_vi", "origin")
    return Quota(
        enabled=node.child("enabled").flag(),
        level=node.child("level").text(),
        max_share=node.child("max_share").share(),
        of=node.child("of").text(),
        pool=node.child("pool").texts(),
        tie_break=node.child("tie_break").texts(),
        say_vi=node.child("say_vi").text(),
        origin=node.child("origin").optional_text(),
    )

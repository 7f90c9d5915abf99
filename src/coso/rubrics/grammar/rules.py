"""Rules as written in a rubric: reading one, and saying why one is wrong."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from coso.rubrics.grammar.model import Deduct, IfTrue, Levels, Linear, PerOccurrence, Rule, Steps, Typed, Unstated
from coso.rubrics.grammar.node import Node

Fault = tuple[str, str]

CRITERION_KIND: dict[type, str] = {
    IfTrue: "yes_no",
    Steps: "quantity",
    Linear: "quantity",
    Deduct: "quantity",
    PerOccurrence: "per_occurrence",
    Levels: "judged",
    Typed: "typed",
}

INDICATOR_KINDS: dict[type, tuple[str, ...]] = {
    IfTrue: ("bool", "count"),
    Steps: ("share", "count", "number"),
    Linear: ("share", "count", "number"),
    Deduct: ("count", "number"),
    PerOccurrence: ("count", "number"),
}


def read_rule(node: Node, step: int) -> Rule | None:
    """The rule written here; Unstated when none is, None after refusing a wrong one."""
    if not node.present:
        node.gap(
            "Nguồn chưa nói cách tính điểm của dòng này; ghi quy tắc tính điểm.",
            "How points are earned on this line is not stated; write its rule.",
        )
        return Unstated()
    build = _BUILDERS.get(frozenset(node.keys()))
    if build is None:
        node.refuse(
            "Không có kiểu quy tắc này; dùng if_true, steps, linear, per + cap, deduct + floor, levels hoặc typed.",
            "No such rule; use if_true, steps, linear, per + cap, deduct + floor, levels, or typed.",
        )
        return None
    return build(node, step)


def _if_true(node: Node, step: int) -> IfTrue | None:
    points = node.child("if_true").points(step)
    return None if points is None else IfTrue(points)


def _pair(node: Node) -> tuple[Node, Node] | None:
    items = node.items()
    if len(items) == 2:
        return items[0], items[1]
    node.refuse("Cần đúng hai giá trị trong ngoặc vuông.", "Exactly two values in square brackets are needed.")
    return None


def _steps(node: Node, step: int) -> Steps | None:
    pairs = [_pair(item) for item in node.child("steps").items()]
    read = [(pair[0].number(), pair[1].points(step)) for pair in pairs if pair is not None]
    steps = tuple((at, points) for at, points in read if at is not None and points is not None)
    return Steps(steps) if len(steps) == len(pairs) else None


def _linear(node: Node, step: int) -> Linear | None:
    pair = _pair(node.child("linear"))
    if pair is None:
        return None
    low, high = pair[0].number(), pair[1].number()
    return None if low is None or high is None else Linear(low, high, step)


def _per(node: Node, step: int) -> PerOccurrence | None:
    points, cap = node.child("per").points(step), node.child("cap").points(step)
    return None if points is None or cap is None else PerOccurrence(points, cap)


def _deduct(node: Node, step: int) -> Deduct | None:
    points, floor = node.child("deduct").points(step), node.child("floor").points(step)
    return None if points is None or floor is None else Deduct(points, floor)


def _levels(node: Node, step: int) -> Levels | None:
    pairs = [_pair(item) for item in node.child("levels").items()]
    read = [(pair[0].text(), pair[1].points(step)) for pair in pairs if pair is not None]
    levels = tuple((key, points) for key, points in read if key and points is not None)
    return Levels(levels) if len(levels) == len(pairs) else None


def _typed(node: Node, _step: int) -> Typed | None:
    if node.child("typed").value is True:
        return Typed()
    node.child("typed").refuse("Ghi typed: true.", "Write typed: true.")
    return None


_BUILDERS: dict[frozenset[str], Callable[[Node, int], Rule | None]] = {
    frozenset({"if_true"}): _if_true,
    frozenset({"steps"}): _steps,
    frozenset({"linear"}): _linear,
    frozenset({"per", "cap"}): _per,
    frozenset({"deduct", "floor"}): _deduct,
    frozenset({"levels"}): _levels,
    frozenset({"typed"}): _typed,
}


def highest(rule: Rule, maximum: int) -> int:
    """The most points (thousandths) the rule can give."""
    match rule:
        case IfTrue(points):
            return points
        case PerOccurrence(points, cap):
            return cap if points else 0
        case Deduct(_, floor):
            return max(maximum, floor)
        case Steps(pairs):
            return max((points for _, points in pairs), default=0)
        case Levels(levels):
            return max((points for _, points in levels), default=0)
        case Linear() | Typed() | Unstated():
            return maximum


def faults_of(rule: Rule, maximum: int, indicator_kind: str | None) -> Iterator[Fault]:
    """Why the rule is wrong, each as (Vietnamese, English); nothing when it is right."""
    best = highest(rule, maximum)
    if best < maximum:
        yield (
            "Quy tắc không thể đạt điểm tối đa của dòng; nâng điểm của quy tắc hoặc hạ điểm tối đa.",
            "The rule cannot reach the maximum of the line; raise its points or lower the maximum.",
        )
    if best > maximum:
        yield (
            "Quy tắc có thể vượt điểm tối đa của dòng; hạ điểm của quy tắc hoặc nâng điểm tối đa.",
            "The rule can pass the maximum of the line; lower its points or raise the maximum.",
        )
    yield from _shape_faults(rule)
    if indicator_kind == "share":
        yield from _share_faults(rule)


def _shape_faults(rule: Rule) -> Iterator[Fault]:
    match rule:
        case Steps(pairs) if not _rises(pairs):
            yield "Các mốc và điểm của mốc phải tăng dần.", "Thresholds and their points must both rise."
        case Linear(low, high) if low >= high:
            yield "Mốc đầu phải nhỏ hơn mốc cuối.", "The low end must lie below the high end."
        case Deduct(points, _) if points == 0:
            yield "Mỗi lỗi phải trừ một số điểm lớn hơn 0.", "Each finding must cost more than 0 points."
        case Levels(levels) if len({key for key, _ in levels}) < len(levels):
            yield "Một mức được ghi hai lần; bỏ bớt một lần.", "A level stands twice; remove one."
        case _:
            pass


def _rises(pairs: tuple[tuple[Fraction, int], ...]) -> bool:
    return all(low < high and few < many for (low, few), (high, many) in pairwise(pairs))


def _share_faults(rule: Rule) -> Iterator[Fault]:
    ends = [at for at, _ in rule.steps] if isinstance(rule, Steps) else []
    ends += [rule.high] if isinstance(rule, Linear) else []
    if any(end > 1 for end in ends):
        yield (
            "Chỉ số này là tỷ lệ từ 0 đến 1 nên mốc trên 1 không bao giờ đạt; ghi 0,85 thay cho 85.",
            "This indicator is a share from 0 to 1, so a threshold above 1 is never reached; write 0.85, not 85.",
        )

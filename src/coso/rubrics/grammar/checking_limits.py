"""Whether bands, gates and quota fit the rubric they stand in."""

from coso.rubrics.grammar.checking_criteria import refuse_unknown_indicator
from coso.rubrics.grammar.model import AllZero, Condition, Gate, GroupBelow, RubricSpec
from coso.rubrics.grammar.node import Log, Node
from coso.rubrics.grammar.wording import blanks_in

_GATE_BLANKS = {"points", "cap"}
_GROUP_BLANKS = {"group", "got", "max"}
_QUOTA_BLANKS = {"by_points", "decided", "pool"}


def check_bands(rubric: RubricSpec, log: Log) -> None:
    """Bands fall from the best to one that starts at 0, all within reach."""
    node = Node("bands.levels", None, log)
    floors = [band.min for band in rubric.bands]
    if floors != sorted(set(floors), reverse=True):
        node.refuse("Mốc điểm các mức phải giảm dần.", "The points of the levels must fall from first to last.")
    if floors and floors[-1] != 0:
        node.refuse("Mức cuối phải bắt đầu từ 0 điểm.", "The last level must start at 0 points.")
    if floors and floors[0] > rubric.self_max + rubric.bonus_max:
        node.refuse(
            "Mốc cao nhất vượt tổng điểm tối đa; không cơ sở nào đạt được.",
            "The highest level asks more than all points; no unit could reach it.",
        )


def check_gate(rubric: RubricSpec, gate: Gate, log: Log) -> None:
    """A gate names bands, variants, groups, criteria and indicators that exist."""
    node = Node(f"gates[{gate.code}]", None, log)
    _refuse_unknown({gate.cap}, {band.key for band in rubric.bands}, node.child("cap"))
    _refuse_unknown(set(gate.applies_to), {variant.key for variant in rubric.variants}, node.child("applies_to"))
    match gate.when:
        case GroupBelow(_, groups):
            _refuse_unknown(set(groups), {group.code for group in rubric.groups if not group.bonus}, node.child("when"))
        case AllZero(criteria):
            _check_all_zero(rubric, gate, criteria, node.child("when"))
        case Condition(indicator):
            refuse_unknown_indicator(rubric, indicator, node.child("when"))
    blanks = _GATE_BLANKS | (_GROUP_BLANKS if isinstance(gate.when, GroupBelow) else set())
    _check_sentence(gate.say_vi, blanks, node.child("say_vi"))
    _check_sentence(gate.say_en, blanks, node.child("say_en"))


def _check_all_zero(rubric: RubricSpec, gate: Gate, criteria: tuple[str, ...], node: Node) -> None:
    if not criteria:
        node.refuse("Cần ít nhất một tiêu chí.", "At least one criterion is needed.")
    _refuse_unknown(set(criteria), {criterion.code for criterion in rubric.criteria}, node)
    for variant in gate.applies_to:
        absent = set(criteria) - {criterion.code for criterion, _ in rubric.lines_of(variant)}
        for code in sorted(absent & {criterion.code for criterion in rubric.criteria}):
            node.refuse(
                f"Loại hình “{variant}” không có tiêu chí {code}, điều kiện không bao giờ xảy ra.",
                f"Variant “{variant}” does not have criterion {code}, so the gate could never close.",
            )


def _refuse_unknown(named: set[str], known: set[str], node: Node) -> None:
    for name in sorted(named - known):
        node.refuse(
            f"“{name}” không có trong bộ tiêu chí này; sửa lại mã.",
            f"“{name}” is not in this rubric; mend the code.",
        )


def _check_sentence(sentence: str, allowed: set[str], node: Node) -> None:
    listed = ", ".join(f"{{{blank}}}" for blank in sorted(allowed))
    try:
        wrong = blanks_in(sentence) - allowed
    except ValueError:
        wrong = {sentence}
    if wrong:
        node.refuse(f"Trong câu chỉ được dùng chỗ điền: {listed}.", f"The sentence may only use the blanks {listed}.")


def check_quota(rubric: RubricSpec, log: Log) -> None:
    """The quota limits a band that exists, with one below it to fall to, counted over bands that exist."""
    if rubric.quota is None:
        return
    node = Node("quota", None, log)
    keys = [band.key for band in rubric.bands]
    _refuse_unknown({rubric.quota.level}, set(keys), node.child("level"))
    if keys and rubric.quota.level == keys[-1]:
        node.child("level").refuse(
            "Không giới hạn được mức cuối; không còn mức nào thấp hơn.",
            "The last level cannot be limited; there is none below it.",
        )
    if keys and "good" in rubric.quota.of and "good" not in keys:
        node.child("of").refuse(
            "Bộ tiêu chí này không có mức “good” để tính tỷ lệ.", "This rubric has no level “good” to count over."
        )
    _check_sentence(rubric.quota.say_vi, _QUOTA_BLANKS, node.child("say_vi"))

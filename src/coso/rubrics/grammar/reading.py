"""A rubric from its YAML: read whole, checked whole, refused with all its problems at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from coso.rubrics.grammar.checking import check
from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.grammar.node import Log, Node
from coso.rubrics.grammar.problems import Problem, RubricError
from coso.rubrics.grammar.reading_criteria import read_criteria
from coso.rubrics.grammar.reading_frame import (
    read_document,
    read_eligibility,
    read_groups,
    read_indicators,
    read_variants,
    read_windows,
)
from coso.rubrics.grammar.reading_limits import read_bands, read_gates, read_quota
from coso.rubrics.grammar.source import read_yaml

GRAMMAR_VERSION = 1
_KEYS = (
    *("schema_version", "grammar_version", "id", "version", "official", "local", "superseded", "superseded_by"),
    *("completeness", "missing", "language", "title_vi", "title_en", "notice_vi", "notice_en", "document", "valid"),
    *("rounding", "na_policy", "self_scorable_max", "bonus", "groups", "variants", "windows", "eligibility"),
    *("indicators", "criteria", "bands", "gates", "quota", "left_out", "examples", "note_vi"),
)


def load_rubric(source: Path | str) -> RubricSpec:
    """The rubric in a YAML file or text. RubricError with every problem when it is wrong."""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    return read_rubric(read_yaml(text))


def read_rubric(data: object) -> RubricSpec:
    """The rubric in plain data with exact numbers. RubricError with every problem when it is wrong."""
    draft = read_draft(data)
    incomplete = bool(draft.declared) or not draft.rubric.criteria or not draft.rubric.bands
    problems = draft.faults if incomplete else (*draft.faults, *draft.gaps)
    if problems:
        raise RubricError(problems)
    return draft.rubric


@dataclass(frozen=True, slots=True)
class Draft:
    """A rubric as far as it can be read: what is wrong in it, and what is missing, stands in `rubric.missing`."""

    rubric: RubricSpec
    faults: tuple[Problem, ...]
    gaps: tuple[Problem, ...]
    declared: tuple[Problem, ...]


def read_draft(data: object) -> Draft:
    """The rubric in plain data, read to its end whatever is wrong with it; a draft with faults is incomplete."""
    log = Log()
    root = Node("", data, log)
    _refuse_wordless_keys(data, log)
    rubric = _rubric(root)
    check(rubric, log)
    declared = tuple(_declared_missing(root.child("missing")))
    faults, gaps = (tuple(dict.fromkeys(found)) for found in (log.problems, log.gaps))
    return Draft(replace(rubric, missing=(*faults, *declared, *gaps)), faults, gaps, declared)


def _rubric(root: Node) -> RubricSpec:
    root.only(*_KEYS)
    _refuse_other_grammar(root.child("grammar_version"))
    step = _step(root.child("rounding"))
    bonus, bands, valid = root.child("bonus"), root.child("bands"), root.child("valid")
    return RubricSpec(
        code=root.child("id").text(),
        version=root.child("version").whole() or 0,
        official=root.child("official").flag(),
        superseded=root.child("superseded").optional_flag(),
        title_vi=root.child("title_vi").text(),
        title_en=root.child("title_en").optional_text(),
        notice_vi=_notice(root),
        notice_en=root.child("notice_en").optional_text(),
        document=read_document(root.child("document")),
        valid_from=valid.child("from").day(),
        valid_to=valid.child("to").day(),
        step=step,
        max_share_not_applicable=_max_share_not_applicable(root.child("na_policy")),
        self_max=root.child("self_scorable_max").points(step) or 0,
        bonus_max=_bonus_max(bonus, step),
        bonus_awarded_by=bonus.child("awarded_by").optional_text(),
        groups=read_groups(root.child("groups"), _bonus_group(bonus), step),
        variants=read_variants(root.child("variants")),
        indicators=read_indicators(root.child("indicators")),
        criteria=read_criteria(root.child("criteria"), step),
        bands=read_bands(bands, step),
        bands_official=bands.child("official").optional_flag(),
        bands_source_vi=bands.child("source_vi").optional_text(),
        gates=read_gates(root.child("gates")),
        eligibility=tuple(read_eligibility(item) for item in root.child("eligibility").items()),
        windows=read_windows(root.child("windows")),
        quota=read_quota(root.child("quota")),
        missing=(),
    )


def _refuse_other_grammar(node: Node) -> None:
    if node.whole() != GRAMMAR_VERSION:
        node.refuse(
            f"Chỉ đọc được grammar_version: {GRAMMAR_VERSION}.", f"Only grammar_version: {GRAMMAR_VERSION} is read."
        )


def _notice(root: Node) -> str:
    notice = root.child("notice_vi")
    return notice.optional_text() if root.child("official").value is True else notice.text()


def _step(node: Node) -> int:
    """The rounding step in thousandths; 1 where the source states none, so that nothing is rounded by guess."""
    if not node.present:
        node.gap("Chưa có bước làm tròn điểm.", "The rounding step is not stated.")
        return 1
    node.only("step", "mode", "total")
    node.child("mode").choice(["down_per_line"])
    node.child("total").choice(["exact_sum"])
    step = node.child("step").points(1)
    if step == 0:
        node.child("step").refuse("Bước làm tròn phải lớn hơn 0.", "The rounding step must be above 0.")
    return step or 1


def _max_share_not_applicable(node: Node) -> Fraction:
    if not node.present:
        node.gap(
            "Chưa có cách tính khi một dòng không áp dụng.",
            "What becomes of a group when a line is not applicable is not stated.",
        )
        return Fraction(0)
    node.only("kind", "note_vi", "max_share_not_applicable", "beyond")
    node.child("kind").choice(["scale_within_group"])
    return node.child("max_share_not_applicable").share()


def _bonus_max(node: Node, step: int) -> int:
    if not node.present:
        return 0
    node.only("group", "max", "awarded_by", "self_proposal_allowed", "added")
    return node.child("max").points(step) or 0


def _bonus_group(node: Node) -> str:
    return node.child("group").optional_text() or "GB"


def _declared_missing(node: Node) -> list[Problem]:
    gaps = []
    for item in node.items():
        item.only("where", "vi", "en")
        gaps.append(Problem(item.child("where").text(), item.child("vi").text(), item.child("en").text()))
    return gaps


def _refuse_wordless_keys(data: object, log: Log) -> None:
    waiting: list[tuple[str, object]] = [("", data)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, Mapping):
            for key in value:
                _refuse_wordless_key(Node(where or str(key), None, log), key)
            waiting += [(f"{where}.{key}" if where else str(key), child) for key, child in value.items()]
        elif isinstance(value, list | tuple):
            waiting += [(f"{where}[{position}]", child) for position, child in enumerate(value, start=1)]


def _refuse_wordless_key(node: Node, key: object) -> None:
    if isinstance(key, bool):
        node.refuse(
            f"Khoá yes, no, on, off bị đọc thành {key}; viết khoá trong dấu nháy hoặc đổi tên.",
            f"A bare yes, no, on or off key is read as {key}; put it in quotes or rename it.",
        )
    elif not isinstance(key, str):
        node.refuse(f"Khoá {key} phải là chữ; viết trong dấu nháy.", f"Key {key} must be a word; put it in quotes.")

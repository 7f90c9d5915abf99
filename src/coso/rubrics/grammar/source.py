"""From the text of a rubric to plain data with exact numbers."""

import re
from fractions import Fraction

import yaml

from coso.rubrics.grammar.problems import Problem, RubricError

DEEPEST = 40  # a rubric nests about ten levels; libyaml would fall over a hundred thousand


class ExactLoader(yaml.CSafeLoader):
    """Safe YAML whose decimals become Fractions from their text; no key twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _value in node.value:
            if str(key.value) in seen:
                raise yaml.YAMLError(f"key {key.value} stands twice: {key.start_mark}")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def _exact(loader: ExactLoader, node: yaml.ScalarNode) -> Fraction:
    text = loader.construct_scalar(node)
    if not re.fullmatch(r"[-+]?\d*\.\d*", text) or not any(map(str.isdigit, text)):
        raise yaml.YAMLError(f"{text} is not a plain decimal number: {node.start_mark}")
    return Fraction(text)


ExactLoader.add_constructor("tag:yaml.org,2002:float", _exact)


def read_yaml(text: str) -> object:
    """The data of a YAML text. RubricError when it is not YAML that can be read exactly."""
    try:
        _refuse_tricks(text)
        return ExactLoader(text).get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise RubricError([_unreadable(error)]) from error


def _refuse_tricks(text: str) -> None:
    """Raises YAMLError where a text has aliases or nests deeper than any rubric."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not allowed: write the text again")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml.YAMLError(f"nested too deep: {event.start_mark}")


def _unreadable(error: Exception) -> Problem:
    """What cannot be read, with its line where that is known; the reader's own words are English."""
    mark = getattr(error, "problem_mark", None)
    return Problem(
        where=f"{mark.line + 1}" if mark else "–",
        text_vi="Không đọc được tệp"
        + (f" từ dòng {mark.line + 1}; xem lại cách viết ở đó." if mark else f"; xem lại chỗ này: {error}"),
        text_en=f"The file cannot be read; mend this place: {error}",
    )

"""From the text of a rubric to plain data with exact numbers."""

import re
from fractions import Fraction

import yaml

from coso.evaluation.grammar.problems import Problem, RubricError


class ExactLoader(yaml.SafeLoader):
    """Safe YAML whose decimals become Fractions from their text; no aliases, no key twice in one mapping."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not allowed: write the text again")
        return super().compose_node(parent, index)

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
        return ExactLoader(text).get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise RubricError([_unreadable(str(error))]) from error


def _unreadable(detail: str) -> Problem:
    return Problem(
        where="YAML",
        text_vi=f"Không đọc được tệp; sửa lại chỗ này: {detail}",
        text_en=f"The file cannot be read; mend this place: {detail}",
    )

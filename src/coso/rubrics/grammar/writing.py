"""From plain data back to the text of a rubric: exact numbers, no aliases, the order of keys kept."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from coso.lib.points import POINT

WIDTH = 110


class ExactDumper(yaml.SafeDumper):
    """Safe YAML that writes Fractions as plain decimals and never an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _number(dumper: ExactDumper, number: Fraction) -> yaml.ScalarNode:
    if number.denominator == 1:
        return dumper.represent_scalar("tag:yaml.org,2002:int", str(number.numerator))
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    if Fraction(exact) != number:
        raise ValueError(f"{number} is no decimal number")
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{exact:f}")


ExactDumper.add_representer(Fraction, _number)


def write_yaml(data: object) -> str:
    """The text of a rubric's data, as `read_yaml` reads it back. ValueError on a number that is no decimal."""
    text: str = yaml.dump(data, Dumper=ExactDumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text


def in_points(thousandths: int) -> Fraction:
    """Thousandths of a point as the number that the text writes: 4500 is 4.5."""
    return Fraction(thousandths, POINT)

"""The value of an indicator for one unit and one window: known, or absent for a stated reason."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Absent(StrEnum):
    """Why there is no figure: "không phát sinh" (approved), "chưa có số liệu", or the line is not applicable."""

    NONE = "none"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as numerator over denominator; a plain count has denominator 1. Refuses floats and denominators <= 0."""

    numerator: Fraction | int
    denominator: Fraction | int = 1

    def __post_init__(self) -> None:
        if isinstance(self.numerator, float) or isinstance(self.denominator, float):
            raise TypeError("A figure must be exact: give an int or a Fraction, not a float")
        if self.denominator <= 0:
            raise ValueError("The denominator must be above 0; say NONE or MISSING instead")

    @property
    def number(self) -> Fraction:
        """The exact quotient."""
        return Fraction(self.numerator) / self.denominator


Value = Known | Absent


def number_of(value: Value) -> Fraction | None:
    """The number to compare with: an approved "không phát sinh" is 0, anything else absent is unknown."""
    if isinstance(value, Known):
        return value.number
    return Fraction(0) if value is Absent.NONE else None

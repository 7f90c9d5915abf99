"""Points are whole thousandths of a point: 4.5 points are 4500. No float ever holds one."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

POINT = 1000
MOST = 10**9


def read_points(text: str) -> int | None:
    """Points typed as "4,5", "4.5" or "4" in thousandths; None if it is no number of that size and fineness."""
    try:
        exact = Decimal(text.strip().replace(",", ".")) * POINT
        return int(exact) if abs(exact) < MOST and exact == exact.to_integral_value() else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def show_points(points: int, *, comma: bool = True) -> str:
    """Points as a person writes them: 4500 → "4,5" (comma) or "4.5"."""
    text = f"{Decimal(points) / POINT:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if comma else text


def round_down(points: Fraction, step: int) -> int:
    """Exact points down to a multiple of the step, both in thousandths."""
    return int(points // step) * step

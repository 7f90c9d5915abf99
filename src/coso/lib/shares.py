"""Shares of a whole, rounded in one way wherever a figure is read: to a tenth of a per cent, half up.

No float holds one: 1717 of 2000 are 85.9 %, which a float rounds to 85.8.
"""

from fractions import Fraction


def tenths(part: int | Fraction, whole: int | Fraction) -> int | None:
    """A share in tenths of a per cent; None over nobody."""
    return int((2000 * part + whole) // (2 * whole)) if whole else None


def show_tenths(share: int, *, comma: bool = True) -> str:
    """Tenths of a per cent as people write them, without the sign: 847 → "84,7" (comma) or "84.7", 860 → "86"."""
    text = f"{share // 10}.{share % 10}".removesuffix(".0")
    return text.replace(".", ",") if comma else text

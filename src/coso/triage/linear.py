"""A linear support vector machine in whole numbers: the same weights on every machine.

Dual coordinate descent with squared hinge loss (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale
Linear SVM", ICML 2008, algorithm 1), one machine for each label. Numbers are fixed-point, `ONE` is 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

ONE = 1 << 16
EPOCHS = 6
_STEP = 40_503  # odd, so that i * _STEP visits every place of a power of two


@dataclass(frozen=True, slots=True)
class Row:
    """The features of an example by number, and the length of its vector."""

    places: tuple[int, ...]
    length: int  # ONE is 1


def row(places: Sequence[int], squares: Sequence[int]) -> Row:
    """An example; `squares` is each feature's importance squared."""
    return Row(tuple(places), isqrt(sum(squares[place] for place in places) * ONE * ONE) or ONE)


def fit(rows: Sequence[Row], yes: Sequence[bool], squares: Sequence[int], soft: tuple[int, int]) -> list[int]:
    """The weights that part the examples of a label from the others.

    `soft`: how much slack costs nothing, for examples of the label and for the others (ONE is 1; less is stricter).
    """
    weights = [0] * len(squares)
    alphas = [0] * len(rows)
    resting = [0] * len(rows)
    order = _order(len(rows))
    for epoch in range(EPOCHS):
        for i in order:
            if resting[i] > epoch:
                continue
            moved = _step(rows[i], yes[i], alphas, i, weights, soft[0] if yes[i] else soft[1])
            if moved:
                _shift(weights, rows[i], moved if yes[i] else -moved, squares)
            elif not alphas[i]:
                resting[i] = epoch + 3
    return weights


def _order(count: int) -> list[int]:
    size = 1 << max(count - 1, 1).bit_length()
    return [place for i in range(size) if (place := i * _STEP % size) < count]


def _step(row: Row, yes: bool, alphas: list[int], i: int, weights: list[int], slack: int) -> int:
    margin = score(weights, row) if yes else -score(weights, row)
    old = alphas[i]
    slope = margin - ONE + old * slack // ONE
    new = max(0, old - slope * ONE // (ONE + slack))
    alphas[i] = new
    return new - old


def _shift(weights: list[int], row: Row, moved: int, squares: Sequence[int]) -> None:
    by = moved * ONE // row.length
    for place in row.places:
        weights[place] += by * squares[place]


def score(weights: Sequence[int], row: Row) -> int:
    """How far an example lies on the side of the label; ONE is one margin."""
    return sum(map(weights.__getitem__, row.places)) * ONE // row.length

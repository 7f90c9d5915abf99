"""One line of the table, and how times are taken."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


class BenchError(Exception):
    """There is nothing to measure on; says what is missing."""


@dataclass(frozen=True)
class Measured:
    """One thing measured: its number and unit, what is to be reached, and its ratio to what stands beside it."""

    part: str
    what: str
    value: float
    unit: str
    target: float | None = None
    ratio: float | None = None
    beside: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached: at most it, or at least it for what is counted per second or times."""
        if self.target is None:
            return None
        return self.value >= self.target if self.unit in ("pages/s", "×") else self.value <= self.target

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "reached": self.reached}

    def __str__(self) -> str:
        goal = "" if self.target is None else f"{'✓' if self.reached else '✗'} {self.target:g}"
        beside = "" if self.ratio is None else f"× {self.ratio:g} {self.beside}"
        return f"{self.part:8} {self.what:46} {self.value:>10,.1f} {self.unit:8} {goal:10} {beside}"


def repeat(deed: Callable[[], Any], times: int) -> list[float]:
    """Seconds of each of some runs, after one that is not counted."""
    deed()
    return [once(deed) for _ in range(times)]


def once(deed: Callable[[], Any]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def p95(times: Sequence[float]) -> float:
    """The 95th percentile, in the unit given."""
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]


def ms(seconds: float) -> float:
    """Milliseconds with one decimal."""
    return round(seconds * 1000, 1)

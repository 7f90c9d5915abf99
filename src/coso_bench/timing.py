"""One line of the table, and how times are taken."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
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
        beside = self.beside if self.ratio is None else f"× {self.ratio:g} {self.beside}"
        return f"{self.part:8} {self.what:46} {self.value:>10,.2f} {self.unit:8} {goal:10} {beside}"


@dataclass(frozen=True)
class Spent:
    """Medians of some runs, in seconds: of the processor by this process, and by the clock on the wall."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{ms(self.cpu)} ms CPU, {ms(self.wall)} ms wall"


def in_turn(deeds: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, Spent]:
    """Each deed once a round, after a round that is not counted: what disturbs the machine disturbs all alike."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in deeds}
    for n in range(rounds + 1):
        for name, deed in deeds.items():
            cpu, wall = time.process_time(), time.perf_counter()
            deed()
            if n:
                runs[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    return {name: Spent(*map(median, zip(*each, strict=True))) for name, each in runs.items()}


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

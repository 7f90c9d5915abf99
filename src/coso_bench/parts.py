"""How fast it is: the whole table in one run, each number beside a floor or beside what a user would pick instead."""

from collections.abc import Callable, Iterator

from coso_bench import exports, grading, growth, importing, load, notices, pages, slow, voices
from coso_bench.scratch import rows_of, scratch
from coso_bench.timing import BenchError, Measured

__all__ = ["GROWTH", "PARTS", "BenchError", "Measured", "measure_all", "measure_here"]

# Reads come first: what writes leaves its rows behind.
PARTS = ("pages", "exports", "rate", "slow", "typing", "grading", "voices", "notices", "import")
GROWTH = "growth"  # only where it is asked for: it takes minutes


def measure_here(parts: list[str], times: int, rows: int) -> Iterator[Measured]:
    """The parts on the database at hand."""
    deeds: dict[str, Callable[[], Iterator[Measured]]] = {
        "pages": lambda: pages.measure(times),
        "exports": exports.measure,
        "rate": load.pages_a_second,
        "slow": slow.beside_slow_clients,
        "typing": load.typing_while_importing,
        "grading": grading.measure,
        "voices": lambda: voices.measure(times),
        "notices": lambda: notices.measure(times),
        "import": lambda: importing.measure(rows),
        GROWTH: lambda: growth.measure(times),
    }
    for part in parts:
        yield from deeds[part]()


def measure_all(parts: list[str], times: int, rows: int, preset: str) -> Iterator[Measured]:
    """The parts on a scratch installation with the demo province, each in a process of its own."""
    with scratch(preset) as env:
        for part in parts:
            yield from rows_of(env, part, ["--times", str(times), "--rows", str(rows)])

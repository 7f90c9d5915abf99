"""How many tests passed, failed and were skipped, read from the report that pytest leaves."""

import re
from dataclasses import dataclass
from pathlib import Path

COUNT = re.compile(r'\b(tests|failures|errors|skipped)="(\d+)"')


@dataclass(frozen=True)
class Tally:
    """Three counts that add up over the runs."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def tally_of(report: Path) -> Tally:
    """The counts of one run; a run that left no report counts as one failure."""
    text = report.read_text(encoding="utf-8") if report.is_file() else ""
    head = re.search(r"<testsuite .*?>", text, re.DOTALL)
    if not head:
        return Tally(failed=1)
    counts = {name: int(number) for name, number in COUNT.findall(head[0])}
    failed, skipped = counts["failures"] + counts["errors"], counts["skipped"]
    return Tally(max(0, counts["tests"] - failed - skipped), failed, skipped)

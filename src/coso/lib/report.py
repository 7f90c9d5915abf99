"""What an import of a file says of itself, alike for every kind of list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong with a row: its number and column as the file numbers them, the value, the reason in words.

    `broken`: the row is kept out only until the person says that it is taken without the wrong cell.
    """

    row: int
    column: str
    value: str
    reason: str
    keeps_out: bool = True
    broken: bool = False


@dataclass
class ImportReport:
    """Rows read, people or units made and changed, problems, and where the problem rows were written.

    `heading` is the row of the headings, from 1; 0 where none was found. `sheet` was read of the `sheets` of the
    file, each with the number of rows of its list; `remarks` say what is unusual about it. `mixed_days` are columns
    of days of which some prove the day first and some the month: until a person says which, nothing is booked.
    """

    rows: int = 0
    imported: int = 0
    updated: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    problem_file: str | None = None
    action: str | None = None
    heading: int = 0
    remarks: list[str] = field(default_factory=list)
    sheet: str = ""
    sheets: Sequence[tuple[str, int]] = ()
    mixed_days: Sequence[str] = ()

    def as_promised(self, *, good_rows: bool) -> "ImportReport":
        """What booking would keep: nothing if a row is kept out and the good rows alone are not asked for.

        Nor where a person has to say first how days are read.
        """
        if self.mixed_days or (not good_rows and any(problem.keeps_out for problem in self.problems)):
            self.imported = self.updated = 0
        return self

    def as_dict(self) -> dict[str, Any]:
        """The shape printed by `--json`."""
        problems = [{"row": p.row, "column": p.column, "value": p.value, "reason": p.reason} for p in self.problems]
        return {
            "rows": self.rows,
            "imported": self.imported,
            "updated": self.updated,
            "problems": problems,
            "problem_file": self.problem_file,
            "remarks": self.remarks,
            "sheet": self.sheet,
            "sheets": [name for name, _ in self.sheets],
            "mixed_days": list(self.mixed_days),
        }

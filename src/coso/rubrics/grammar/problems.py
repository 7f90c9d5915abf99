"""What is wrong with a rubric, said to the person who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or one gap: where it stands in the file, and what to do, in Vietnamese and English."""

    where: str
    text_vi: str
    text_en: str


class RubricError(Exception):
    """A rubric that is refused, with every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{problem.where}: {problem.text_en}" for problem in self.problems))


class RubricNotUsableError(Exception):
    """An incomplete rubric was used to grade; carries what is missing."""

    def __init__(self, missing: Sequence[Problem]) -> None:
        self.missing = tuple(missing)
        super().__init__("\n".join(f"{gap.where}: {gap.text_en}" for gap in self.missing))

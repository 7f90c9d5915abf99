"""How often the reading of labelled agreements is right."""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from coso.agreements.clauses import Clause, plain_number
from coso.agreements.reading import read


@dataclass(slots=True)
class Figures:
    """Counts over labelled clauses: found, and right of those; `too_good`: a worse one called better."""

    labelled: int = 0
    read: int = 0
    found: int = 0
    topic: int = 0
    number: int = 0
    verdict: int = 0
    dong: int = 0
    too_good: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        invented = self.read - self.found
        return (
            f"{self.labelled} labelled, {self.read} read, {self.found} found, {invented} invented; "
            f"of those found right: topic {self.topic}, value and unit {self.number}, verdict {self.verdict}, "
            f"đồng {self.dong}; "
            f"worse called better {self.too_good}"
        )


def of_file(file: Path) -> Figures:
    """The figures of a labelled file."""
    figures = Figures()
    for agreement in yaml.safe_load(file.read_text(encoding="utf-8"))["agreements"]:
        measure(agreement, figures)
    return figures


def measure(agreement: dict[str, Any], figures: Figures) -> None:
    """Adds the reading of one labelled agreement to the figures."""
    text, name = agreement["text"], agreement["id"]
    on = agreement["date_signed"]
    clauses = read(text, agreement["region"], _day(on), agreement["average_monthly_wage"])
    figures.read += len(clauses)
    figures.labelled += len(agreement["clauses"])
    left = list(clauses)
    for label in agreement["clauses"]:
        near = [c for c in left if _overlaps(label["quote"], c, text)]
        if not near:
            figures.wrong.append(f"{name}: not found: {label['topic']} {label['value']} {label['quote']!r}")
            continue
        clause = max(near, key=lambda c: _likeness(label, c))
        left.remove(clause)
        _compare(label, clause, figures, name)
    figures.wrong += [
        f"{name}: invented: {c.kind} {plain_number(c.value)} {c.unit} {c.verdict} {c.quote!r}" for c in left
    ]


def _day(said: Any) -> dt.date:
    return said if isinstance(said, dt.date) else dt.date.fromisoformat(said)


def _overlaps(quote: str, clause: Clause, text: str) -> bool:
    at = text.find(quote)
    common = min(at + len(quote), clause.end) - max(at, clause.start)
    return common * 2 >= min(len(quote), len(clause.quote))


def _likeness(label: dict[str, Any], clause: Clause) -> tuple[bool, bool, bool]:
    return label["topic"] == clause.topic, _same_number(label, clause), label["unit"] == clause.unit


def _same_number(label: dict[str, Any], clause: Clause) -> bool:
    value = label["value"]
    if value is None or clause.value is None:
        return value is None and clause.value is None
    return abs(Fraction(str(value)) - clause.value) < Fraction(1, 1000)


def _compare(label: dict[str, Any], clause: Clause, figures: Figures, name: str) -> None:
    figures.found += 1
    right = {
        "topic": label["topic"] == clause.topic,
        "number": _same_number(label, clause) and label["unit"] == clause.unit,
        "verdict": label["verdict"] == clause.verdict,
        "dong": label.get("dong_per_year") == clause.dong_per_year,
    }
    for what, yes in right.items():
        setattr(figures, what, getattr(figures, what) + yes)
    figures.too_good += label["verdict"] == "worse" and clause.verdict == "better"
    if not all(right.values()):
        value = plain_number(clause.value)
        said = f"{clause.kind} {value} {clause.unit}/{clause.per} {clause.verdict} {clause.dong_per_year}"
        meant = f"{label['topic']} {label['value']} {label['unit']} {label['verdict']} {label.get('dong_per_year')}"
        missed = [what for what, yes in right.items() if not yes]
        figures.wrong.append(f"{name}: {missed}: {said} should be {meant}: {label['quote']!r}")

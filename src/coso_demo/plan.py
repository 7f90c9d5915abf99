"""The plan of a demo: what the province is told to look like, read from the files in `data`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coso.lib.dates import DAY, years_before
from coso_demo.years import year_under_way

DATA = Path(__file__).parent / "data"
PRESETS = ("small", "province")
Row = dict[str, Any]
# Of a hundred graded sheets of a stratum; the year's own chance moves a few of them.
LIKELY = {
    "state": {"excellent": 14, "good": 72, "done": 12, "not_done": 2},
    "non_state": {"excellent": 11, "good": 50, "done": 32, "not_done": 7},
    "outside": {"excellent": 5, "good": 50, "done": 35, "not_done": 10},
}
CHECKPOINTS = ((4, 30), (10, 31))
FRESH = DAY * 20


@cache
def _read(name: str) -> Row:
    rows: Row = yaml.safe_load((DATA / f"{name}.yaml").read_text())
    return rows


@dataclass(frozen=True)
class Plan:
    """The province's facts with those of the preset laid over them; `today` is the last day that the demo tells of."""

    preset: str
    facts: Row
    today: dt.date

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    @property
    def province(self) -> str:
        """The name of the root, without the word for its kind."""
        name: str = self.facts["province"]["union_vi"]
        return name

    def day(self, name: str) -> dt.date:
        """A day of the reorganisation, by its name."""
        day: dt.date = self.facts["days"][name]
        return day

    @property
    def facts_until(self) -> dt.date:
        """The last day that the files tell of; what comes after it goes on by the rules of its last year."""
        return self.day("today")

    @property
    def start(self) -> dt.date:
        """The day of the first member lists."""
        day: dt.date = self.facts["records_from"]
        return day

    @property
    def districts(self) -> list[Row]:
        """The district federations of 2021."""
        rows: list[Row] = self.facts["tree_2021"]["districts"]
        return rows

    @property
    def sectors(self) -> list[Row]:
        """Sector unions, the zone union and what stood directly under the province in 2021."""
        rows: list[Row] = self.facts["tree_2021"]["sectors_and_direct"]
        return rows

    @property
    def communes(self) -> list[Row]:
        """The commune and ward unions since July 2025."""
        rows: list[Row] = self.facts["after_2025"]["commune_unions"]
        return rows

    @property
    def zone(self) -> str:
        """The name of the zone union."""
        name: str = next(row["name_vi"] for row in self.sectors if row["kind"] == "zone_union")
        return name

    @property
    def totals(self) -> list[tuple[dt.date, int, int]]:
        """(day, unions, members) that the history must pass through."""
        rows = self.facts["totals"]
        return [(row["date"], row["cdcs"], row["members"]) for row in rows if row["date"] >= self.start]

    @property
    def checkpoints(self) -> list[dt.date]:
        """Two days a year after the last total on which members are counted, and today."""
        years = range(self.facts_until.year + 1, self.today.year + 1)
        days = [dt.date(year, *day) for year in years for day in CHECKPOINTS]
        return [*(day for day in days if day < self.today - FRESH), self.today]

    @property
    def later_flows(self) -> list[Row]:
        """What becomes of unions since the reform; the last told year comes again each year, up to today."""
        rows: list[Row] = self.facts["later_flows"]
        return [*rows, *self._again(row for row in rows if row["days"][1].year == self.facts_until.year)]

    @property
    def later_dormant(self) -> list[Row]:
        """The unions that fall asleep after the last told day, as many each year as in the last such year."""
        row = self.facts["dormant"][-1]
        return self._again([_moved(row, self.facts_until.year - row["days"][1].year)])

    def _again(self, yearly: Iterable[Row]) -> list[Row]:
        rows, years = list(yearly), range(1, self.today.year - self.facts_until.year + 2)
        again = [_moved(row, n) for n in years for row in rows]
        return [cut for row in again if (cut := _up_to(row, self.today - FRESH))]

    @property
    def grading(self) -> Iterator[Row]:
        """The rounds, each decided but the last. Years that the files do not decide come out as most do."""
        rows: dict[int, Row] = {row["year"]: row for row in self.facts["grading"]}
        last, usual = year_under_way(self.today), rows[self.facts_until.year]
        for year in range(min(rows), last):
            yield rows[year] if year < self.facts_until.year else {"year": year, **_likely(year)}
        yield {**usual, "year": last, "as_of": self.today}


def _moved(row: Row, years: int) -> Row:
    return {**row, "days": [years_before(day, -years) for day in row["days"]]}


def _up_to(row: Row, day: dt.date) -> Row | None:
    """As much of a flow as happens up to a day."""
    first, last = row["days"]
    if last <= day:
        return row
    count = round(row["n"] * (day - first).days / (last - first).days)
    return {**row, "n": count, "days": [first, day]} if count > 0 else None


def _likely(year: int) -> dict[str, dict[str, int]]:
    moved = year * 7 % 5 - 2
    return {name: {**row, "good": row["good"] + moved, "done": row["done"] - moved} for name, row in LIKELY.items()}


def plan_of(preset: str, day: dt.date = dt.date.min) -> Plan:
    """The plan of a preset for a demo made on a day; the files' own day is the earliest. Raises LookupError."""
    if preset not in PRESETS:
        raise LookupError(preset)
    facts = {**_read("demo_province"), **_read(preset)}
    return Plan(preset, facts, max(day, facts["days"]["today"]))

"""The plan of a demo: what the province is told to look like, read from the files in `data`."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
PRESETS = ("small", "province")
Row = dict[str, Any]


@cache
def _read(name: str) -> Row:
    rows: Row = yaml.safe_load((DATA / f"{name}.yaml").read_text())
    return rows


@dataclass(frozen=True)
class Plan:
    """The province's facts with those of the preset laid over them."""

    preset: str
    facts: Row

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
    def today(self) -> dt.date:
        """The last day that the demo tells of."""
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


def plan_of(preset: str) -> Plan:
    """The plan of a preset. Raises LookupError for an unknown one."""
    if preset not in PRESETS:
        raise LookupError(preset)
    return Plan(preset, {**_read("demo_province"), **_read(preset)})

"""The floor of law of a kind of clause on a day in a region, from the dated data of `data/floors.yaml`."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import yaml

from coso.agreements.plain import DATA
from coso.law import parameter


@dataclass(frozen=True, slots=True)
class Floor:
    """What the law asks at least (or at most): article, number (None: an obligation without one), status.

    `known` is false where a floor exists whose number we do not have; `widest`: what the law allows at most under
    conditions of its own.
    """

    article: str
    value: Fraction | None
    kind: str
    code: str
    known: bool = True
    widest: Fraction | None = None


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DATA / "floors.yaml").read_text(encoding="utf-8"))
    return data


def floor(key: str, on: dt.date) -> Floor | None:
    """The floor of a kind on a day; None where the law has none."""
    row = _data()["kinds"].get(key)
    held = _held(row["values"], on) if row else None
    if row is None or held is None:
        return None
    known = held["value"] != "unknown"
    widest = Fraction(held["widest"]) if "widest" in held else None
    value = Fraction(held["value"]) if known else None
    return Floor(held["article"], value, row["kind"], held["status"], known, widest)


def minimum_wage(on: dt.date, region: str, per: str) -> Floor | None:
    """The regional minimum wage in đồng a month or an hour; None where none is known for that day.

    The numbers are those of `coso.law`; `data/floors.yaml` has the years before them.
    """
    hour = " (giờ)" if per == "hour" else ""
    if on < _data()["minimum_wage_older_until"]:
        held = _held(_data()["minimum_wage_older"], on)
        value = (held or {}).get(per, {}).get(region)
        return Floor(f"{held['decree']} vùng {region}{hour}", Fraction(value), "min", held["status"]) if value else None
    try:
        found = parameter(f"wage.minimum_{per}.{region}").at(on)
    except LookupError:
        return None
    decree = found.references[0].removesuffix("/NĐ-CP")
    return Floor(f"{decree} vùng {region}{hour}", found.number, "min", found.status)


def copied(key: str) -> Floor | None:
    """The article that a clause without a number repeats."""
    row = _data()["copied"].get(key)
    return Floor(row["article"], None, "min", row["status"]) if row else None


def _held(values: dict[dt.date, Any], on: dt.date) -> Any:
    since = max((day for day in values if day <= on), default=None)
    return values[since] if since else None

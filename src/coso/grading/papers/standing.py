"""The sheets of a branch as lists on paper name them: each with its union's and its managing union's names."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from coso.grading.models import Sheet
from coso.papers.letterhead import written_out
from coso.register.models import UnitVersion
from coso.rubrics.grammar.model import Band, RubricSpec
from coso.rubrics.terms import GRADES, STRATA


def short_of(band: Band) -> str:
    """A level in a narrow column: "Hoàn thành tốt nhiệm vụ" is "Tốt"; one of a rubric alone stands as it is."""
    return GRADES[band.key].short if band.key in GRADES else band.title_vi


def short_level(grammar: RubricSpec, key: str) -> str:
    """A level in a narrow column, "–" without one."""
    return short_of(grammar.band(key)) if key else "–"


@dataclass(frozen=True)
class Standing:
    """A sheet in a list on paper."""

    sheet: Sheet
    name: str
    above: str

    @property
    def points(self) -> int:
        """The newest points, in thousandths; nobody without points stands in a list."""
        newest = (self.sheet.decided_points, self.sheet.appraised_points, self.sheet.self_points)
        return next((points for points in newest if points is not None), 0)


def standings(sheets: QuerySet[Sheet], day: dt.date) -> list[Standing]:
    """Sheets by stratum, then points from the top, then name; in three queries, however many they are."""
    rows = list(sheets.order_by("stratum"))
    found = UnitVersion.objects.filter(unit__in=sheets.order_by().values("unit"), start__lte=day)
    facts = {unit: (name, above) for unit, name, above in _facts(found)}
    upper = UnitVersion.objects.filter(unit__in={above for _name, above in facts.values()}, start__lte=day)
    names = {unit: written_out(name) for unit, name, _above in _facts(upper)}
    out = [_standing(sheet, facts.get(sheet.unit_id), names) for sheet in rows]
    return sorted(out, key=lambda each: (STRATA.index(each.sheet.stratum), -each.points, each.name))


def _facts(found: QuerySet[UnitVersion]) -> Iterable[tuple[uuid.UUID, str, uuid.UUID | None]]:
    return found.order_by("unit", "start").values_list("unit_id", "name", "parent_id")


def _standing(sheet: Sheet, facts: tuple[str, uuid.UUID | None] | None, names: dict[uuid.UUID, str]) -> Standing:
    name, above = facts or ("", None)
    return Standing(sheet, name, names.get(above, "") if above else "")

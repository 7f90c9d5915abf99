"""How a round over the small tree is made: the model rubric, a short or long chain, workers counted."""

import datetime as dt
from pathlib import Path

from coso.access.journal import act
from coso.grading.models import Sheet
from coso.grading.services.rounds import open_round
from coso.lib.dates import Period
from coso.lib.keys import new_key
from coso.register.models import Headcount, UnitWorkplace, Workplace
from coso.testing.worlds import replayed

MODEL = (Path(__file__).parents[2] / "rubrics" / "data" / "coso-model.yaml").read_text()
D = dt.date
FULL = ["self", "appraise", "submit", "review", "council", "decide", "publish"]
SHORT = ["self", "appraise", "decide", "publish"]


def dues(kinds):
    return [(kind, D(2026, 12, 1 + 3 * n)) for n, kind in enumerate(kinds)]


COUNTED = D(2026, 1, 1)


@replayed
def employ(unit, workers, on=COUNTED):
    place = new_key()
    with act(by=None, verb="test") as a:
        a.write(Workplace, {place: {"name": "Nơi làm việc"}})
        a.write(UnitWorkplace, {new_key(): {"unit_id": unit.id, "workplace_id": place, "start": D(2024, 1, 1)}})
        a.write(Headcount, {new_key(): {"workplace_id": place, "on": on, "total": workers, "source": "reported"}})


def start_round(tree, rubric, by=None, chains=None, year=2026, **facts):
    usual = {
        "calendar": "calendar_year",
        "name": f"Kỳ đánh giá năm {year}",
        "window": Period.closed(D(year - 1, 12, 1), D(year, 11, 30)),
        "closing": D(year, 11, 30),
        "chains": chains or {"": dues(SHORT)},
    }
    return _opened(unit=tree.province, rubric=rubric, year=year, by=by, **{**usual, **facts})


_opened = replayed(open_round)


SCHOOL = {
    "calendar": "school_year",
    "name": "Năm học 2025–2026",
    "window": Period.closed(D(2025, 6, 1), D(2026, 5, 31)),
    "closing": D(2026, 5, 31),
    "sectors": ["public_service"],
}


def stand_at(sheet, step, points=95_000, level="excellent", **facts):
    """Puts a sheet at a step as if everybody had done their part, with its points and level."""
    found = {"appraised_points": points, "self_points": points, "by_points": level, "expected": level}
    with act(by=None, verb="test") as a:
        a.write(Sheet, {sheet.id: {"step": step, **found, **facts}})
    return Sheet.objects.select_related("unit", "round__unit", "round__rubric").get(pk=sheet.pk)

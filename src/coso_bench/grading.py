"""Opening a round for every union of the old tree with pre-filled sheets, and deciding them by list.

Writes: for a scratch installation only.
"""

import datetime as dt
from collections.abc import Iterator

from coso.access.journal import act
from coso.duties.services import open_duties
from coso.grading.chain import DECIDE, KINDS
from coso.grading.models import Round, Sheet
from coso.grading.services.decisions import decide_sheets
from coso.grading.services.rounds import open_round
from coso.lib.dates import Period
from coso.register.models import Unit
from coso.rubrics.models import Rubric
from coso_bench.timing import BenchError, Measured, once

CLOSING = dt.date(2024, 12, 31)
YEAR = 2023  # a target year that the demo does not grade
STEPS = [(kind, dt.date(2025, 1, 15)) for kind in ("self", "appraise", "decide", "publish")]
OPEN, DECIDED = 10, 5
GOOD_POINTS = 82_000


def measure() -> Iterator[Measured]:
    """The round of the tree of the end of 2024."""
    opened = once(_open)
    round_ = Round.objects.get(year=YEAR)
    sheets = _ready_to_decide(round_)
    decided = once(lambda: decide_sheets(round_=round_, sheets=sheets, document="bench", by=None))
    yield Measured("grading", f"opening a round, {len(sheets)} sheets filled", opened, "s", OPEN)
    yield Measured("grading", f"deciding {len(sheets)} sheets by list", decided, "s", DECIDED)


def _open() -> None:
    rubric = Rubric.objects.filter(status="unofficial").first()
    root = Unit.objects.order_by("path").first()
    if rubric is None or root is None:
        raise BenchError("no rubric or no units")
    window = Period.closed(dt.date(2022, 12, 1), dt.date(2023, 11, 30))
    open_round(
        unit=root, rubric=rubric, year=YEAR, calendar="calendar_year", name="bench", window=window, closing=CLOSING,
        chains={"": STEPS}, by=None,
    )  # fmt: skip


def _ready_to_decide(round_: Round) -> list[Sheet]:
    facts = {"step": DECIDE, "appraised_points": GOOD_POINTS, "by_points": "good", "expected": "good"}
    keys = list(Sheet.objects.filter(round=round_, why_not="").values_list("id", flat=True))
    with act(by=None, verb="demo.seed") as a:
        a.write(Sheet, dict.fromkeys(keys, facts))
        open_duties(a, KINDS[DECIDE].duty, [(round_.unit_id, key, CLOSING) for key in keys])
    return list(Sheet.objects.filter(pk__in=Sheet.objects.filter(round=round_, step=DECIDE)).select_related("unit"))

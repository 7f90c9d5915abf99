"""How sheets of the small tree come to their decision."""

import datetime as dt

from coso.grading.models import Sheet
from coso.grading.services.decisions import decide_sheets, publish_sheets
from coso.testing.worlds import replayed

DUE = dt.date(2026, 12, 18)


def fresh(sheet):
    return Sheet.objects.select_related("unit", "round__rubric", "round__unit").get(pk=sheet.pk)


@replayed
def decide(a_round, sheets, by, levels=None, publish=False):
    ready = [fresh(sheet) for sheet in sheets]
    decide_sheets(round_=a_round, sheets=ready, document="QĐ 12", levels=levels, by=by)
    if publish:
        publish_sheets(round_=a_round, sheets=[fresh(sheet) for sheet in sheets], by=by)

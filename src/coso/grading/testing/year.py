"""The hands of a grading year: a union scores, its managing union appraises."""

import datetime as dt

from coso.grading.models import SheetLine
from coso.grading.services.appraisal import appraise_line, finish_appraisal, not_appraised
from coso.grading.services.scoring import confirm_proposals, place_of, score_line, submit_sheet
from coso.testing.worlds import replayed

DUE = dt.date(2026, 12, 18)


def again(row):
    return type(row).objects.get(pk=row.pk)


def line(sheet, code):
    return SheetLine.objects.select_related("sheet__round__rubric", "sheet__unit").get(sheet=sheet, code=code)


@replayed
def fill_in(sheet, by, points="max", but=None):
    """The union scores every open line: the maximum, or 0, with a note."""
    confirm_proposals(sheet=sheet, by=by)
    for each in sheet.lines.filter(own=None).exclude(status="not_applicable"):
        place = place_of(line(sheet, each.code))
        if place.criterion.group == "GB":
            continue
        if place.rule.max and hasattr(place.rule.rule, "levels"):
            keys = [key for key, _points in place.rule.rule.levels]
            score_line(
                line=line(sheet, each.code), level=keys[-1] if points == "max" else keys[0], note="có hồ sơ", by=by
            )
        else:
            worth = (but or {}).get(each.code, place.rule.max if points == "max" else 0)
            score_line(line=line(sheet, each.code), points=worth, note="có hồ sơ", by=by)


@replayed
def appraise_all(sheet, by):
    for each in not_appraised(again(sheet)):
        appraise_line(line=line(sheet, each.code), points=each.own, by=by)


@replayed
def to_decision(sheet, scorer, appraiser, points="max"):
    fill_in(sheet, scorer, points)
    submit_sheet(sheet=again(sheet), by=scorer)
    appraise_all(sheet, appraiser)
    finish_appraisal(sheet=again(sheet), by=appraiser)
    return again(sheet)

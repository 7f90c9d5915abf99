"""The figures of a year's result: both targets, by managing union, by year, and the unions nearest to the line."""

from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from coso.access.requests import Request
from coso.grading.chain import WHY_NOT
from coso.grading.models import Round, Sheet
from coso.grading.permissions import EVIDENCE
from coso.grading.reads import sheet_rows
from coso.grading.rounds_of_year import in_branch, placed
from coso.grading.views.scope import asked_unit, standing_sheets
from coso.lib.shares import tenths
from coso.lists.reading import Asked
from coso.register.kinds import strata
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.results.by_unit import Branch, branches, by_gap, years
from coso.results.gainable import nearest
from coso.results.listings import near_list, unions_list
from coso.results.reads import Result, StratumResult, result, target_of
from coso.results.treemap import Tile, tiles
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import BEST, DENOMINATORS, GRADES, NON_STATE, OUTSIDE, STRATA, TARGETED

MOST = 300  # unions on the page of a branch; the list of its sheets has them all


def result_of(request: Request, year: int, rounds: list[Round]) -> dict[str, Any]:
    """What the sections of the result show, for the branch and the day asked for."""
    unit, direct = asked_unit(request), "truc-tiep" in request.GET
    found = result(year, unit, day=request.day if request.past else None, direct=direct)
    stratum = _asked_stratum(request, found)
    rows = by_gap(branches(found, unit), stratum)
    return {
        "found": found,
        "unit": unit,
        "unit_name": unit_names([unit.pk], request.day).get(unit.pk, unit.code) if unit else "",
        "direct": direct,
        "whole": _whole(found),
        "strata": [target_card(found, each) for each in STRATA if found.strata[each].all or each in TARGETED],
        "denominators": _denominators(found),
        "why_not": _why_not(found),
        "outside": found.strata[OUTSIDE].eligible,
        "stratum": stratum,
        "stratum_title": str(strata()[stratum]),
        "targeted": [(each, str(strata()[each])) for each in TARGETED],
        "target": _target(found, stratum),
        "branches": [_row(request, row, stratum) for row in rows] if len(rows) > 1 else [],
        "tiles": [_tile(request, each, stratum) for each in tiles(rows, stratum)] if len(rows) > 1 else [],
        "unions": _unions(request, found, rounds, unit, direct=direct) if unit and len(rows) <= 1 else None,
        "near": _near(request, found, rounds, unit, direct=direct),
        "years_of": [_year(each) for each in years(unit)],
    }


def _asked_stratum(request: Request, found: Result) -> str:
    asked = request.GET.get("khoi", "")
    held = [each for each in reversed(TARGETED) if found.strata[each].all]
    return asked if asked in TARGETED else next(iter(held), NON_STATE)


def _target(found: Result, stratum: str) -> Fraction | None:
    target = target_of(stratum)
    return target.at(found.day).number if target else None


def _whole(found: Result) -> dict[str, int]:
    held = found.strata.values()
    names = (*DENOMINATORS, "submitted", "appraised")
    return {name: sum(getattr(one, name) for one in held) for name in names}


def target_card(found: Result, stratum: str) -> dict[str, Any]:
    """One target: its dial, its levels, what is lacking."""
    one, target = found.strata[stratum], target_of(stratum)
    share = one.share(found.denominator)
    below = one.denominator(found.denominator)
    best = Fraction(one.levels[BEST], below) if below else None
    finished = one.graded >= one.eligible
    return {
        "key": stratum,
        "title": str(strata()[stratum]),
        "one": one,
        "below": below,
        "now": share or Fraction(0),
        "best": best or Fraction(0),
        "finished": finished,
        "forecast": None if finished else one.forecast,
        "target": _target(found, stratum),
        "strict": bool(target and target.strict),
        "met": found.met(stratum),
        "missing": found.missing(stratum),
        "margin": found.margin(stratum),
        "short": -(found.margin(stratum) or 0),
        "parts": parts_of(one),
    }


def parts_of(one: StratumResult) -> list[tuple[Any, int, str]]:
    """The bar of a stratum: the levels decided, the sheets on their way, those not sent."""
    graded: list[tuple[Any, int, str]] = [(each, one.levels.get(key, 0), each.tone) for key, each in GRADES.items()]
    likely = one.expected_good - one.good
    waiting = one.submitted - one.graded
    rest = [
        (_("Submitted, good or better so far"), likely, "likely"),
        (_("Submitted, below good so far"), waiting - likely, "grey"),
        (_("Not submitted"), one.eligible - one.submitted, "none"),
    ]
    if not waiting and one.eligible <= one.submitted:
        return graded
    return [*(graded if one.graded else ()), *rest]


def _denominators(found: Result) -> list[dict[str, Any]]:
    """The three denominators of each stratum side by side; one counts."""
    return [
        {
            "key": kind,
            "title": each.short,
            "counts": kind == found.denominator,
            "cells": [(found.strata[one], found.strata[one].denominator(kind)) for one in TARGETED],
        }
        for kind, each in DENOMINATORS.items()
    ]


def _why_not(found: Result) -> list[tuple[Any, str, int]]:
    """The reasons not to be graded, all strata together."""
    held = [(text, key, sum(found.strata[each].why_not[key] for each in STRATA)) for key, text in WHY_NOT.items()]
    return [row for row in held if row[2]]


def _link(request: Request, row: Branch, **more: str) -> str:
    """The query of a branch: its unions right under it, on the day in view."""
    said = {"dv": row.unit.code if row.unit else "", **({"truc-tiep": "1"} if row.direct else {}), **more}
    return "?" + urlencode({**said, **({"ngay": request.day.isoformat()} if request.past else {})})


def _tile(request: Request, tile: Tile, stratum: str) -> dict[str, Any]:
    one = tile.branches[0] if len(tile.branches) == 1 else None
    link = _link(request, one, khoi=stratum) if one else "#managing-table"
    return {"tile": tile, "one": one, "count": len(tile.branches), "link": link}


def _row(request: Request, row: Branch, stratum: str) -> dict[str, Any]:
    one = row.result.strata[stratum]
    gap = row.gap(stratum)
    return {
        "row": row,
        "one": one,
        "link": _link(request, row, khoi=stratum),
        "sheets": _link(request, row, stratum=stratum),
        "below": one.denominator(row.result.denominator),
        "good": row.good(stratum),
        "gap": gap,
        "ok": gap is not None and (gap > 0 or (gap == 0 and row.result.met(stratum) is not False)),
        "gap_text": _gap_text(gap),
        "forecast": one.likely(row.result.denominator),
    }


def _gap_text(gap: Fraction | None) -> str:
    """Points of a per cent to the target, as the shown shares differ, with their sign: −13,3."""
    if gap is None:
        return ""
    text = number_format(Decimal(abs(tenths(gap, 1) or 0)) / 10, decimal_pos=1)
    return f"{'+' if gap >= 0 else '−'}{text}"


def _unions(request: Request, found: Result, rounds: list[Round], unit: Unit, *, direct: bool) -> Asked | None:
    """The unions of a branch that has no branches below it, best first, those without points last."""
    seen = Sheet.objects.visible_to(request.user, EVIDENCE).filter(round__in=rounds)
    sheets = standing_sheets(seen, unit, found.standing, direct=direct).values_list("pk", flat=True)[:MOST]
    rows = sheet_rows(sheets, request.day, grammar_of(rounds[0].rubric))
    return unions_list(rows, request.GET) if rows else None


def _near(request: Request, found: Result, rounds: list[Round], unit: Unit | None, *, direct: bool) -> Asked | None:
    """The unions nearest under "good" that the reader sees, with their names."""
    seen = Sheet.objects.visible_to(request.user, EVIDENCE).filter(round=rounds[0])
    sheets = in_branch(placed(seen, found.standing), unit, found.standing, direct=direct)
    near = nearest(sheets, grammar_of(rounds[0].rubric))
    names = unit_names([each.sheet.unit_id for each in near], request.day)
    return near_list([(each, names.get(each.sheet.unit_id, each.sheet.unit.code)) for each in near], request.GET)


def _year(each: Any) -> dict[str, Any]:
    cells = []
    for stratum in TARGETED:
        one = each.result.strata[stratum]
        cells.append(
            {
                "good": one.good,
                "below": one.denominator(each.result.denominator),
                "graded": one.graded,
                "met": None if each.on_paper or not one.graded else each.result.met(stratum),
                "forecast": one.forecast,
                "title": str(strata()[stratum]),
            }
        )
    return {"year": each.year, "on_paper": each.on_paper, "cells": cells, "denominator": each.result.denominator}

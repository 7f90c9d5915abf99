"""Four sources of points side by side, for whoever sees the sheets; by managing union for those above."""

import uuid
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coso.access.requests import Request
from coso.grading.models import Round, Sheet
from coso.grading.permissions import EVIDENCE
from coso.grading.rounds_of_year import in_branch, placed, rounds_of, standing_day
from coso.grading.views.scope import asked_unit
from coso.lib.paths import LABEL
from coso.polls.reads import scored_polls
from coso.register.kinds import strata
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.visibility import may
from coso.results.compare.scores import Scores, Trio, scores
from coso.results.compare.signs import Signs, like_shares, notes, repeated, signs
from coso.rubrics.terms import STRATA

PAGE = 25


def compare(request: Request, year: int) -> HttpResponse:
    """The gap chart of a year's sheets, or the counts of each managing union."""
    rounds = rounds_of(year)
    if not rounds:
        return redirect("grading")
    unit = asked_unit(request)
    above = may(request.user, "grading.compare")
    by_union = above and request.GET.get("xem") == "noi"
    sheets = _sheets(request, rounds, unit)
    part = _managing(request, rounds, sheets) if by_union else _chart(request, rounds, sheets)
    context = {
        **part,
        "year": year,
        "years": Round.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "unit": unit,
        "unit_name": unit_names([unit.pk], request.day).get(unit.pk, unit.code) if unit else "",
        "above": above,
        "by_union": by_union,
        "stratum": _stratum(request),
        "all_strata": [(key, str(strata()[key])) for key in STRATA],
    }
    return render(request, "results/compare/page.html", context)


def _stratum(request: Request) -> str:
    asked = request.GET.get("khoi", "")
    return asked if asked in STRATA else ""


def _sheets(request: Request, rounds: list[Round], unit: Unit | None) -> QuerySet[Sheet]:
    """The sheets that the reader sees, in the branch and the sector asked for, on the tree of the closing day."""
    day = standing_day(rounds)
    seen = Sheet.objects.visible_to(request.user, EVIDENCE).filter(round__in=rounds)
    rows = in_branch(placed(seen, day), unit, day, direct="truc-tiep" in request.GET)
    stratum = _stratum(request)
    return rows.filter(stratum=stratum) if stratum else rows


def _chart(request: Request, rounds: list[Round], sheets: QuerySet[Sheet]) -> dict[str, Any]:
    keys = sheets.filter(why_not="").values_list("pk", flat=True)
    polls = scored_polls(keys)
    found = scores(rounds, sheets, {key: poll.score for key, poll in polls.items() if poll.score is not None})
    page: Page[Scores] = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    names = unit_names([row.unit for row in page], request.day)
    rows = [
        {
            "row": row,
            "name": names.get(row.unit, ""),
            "strips": _strips(row),
            "caution": polls[row.sheet].caution if row.sheet in polls else "",
        }
        for row in page
    ]
    return {"page": page, "rows": rows}


def _strips(row: Scores) -> list[dict[str, Any]]:
    """Both comparisons of a sheet: the lines that records answer, and the whole sheet."""
    trio: Trio = row.counted
    counted = [("records", _("Records"), trio.records), ("own", _("Self"), trio.own)]
    whole = [("own", _("Self"), row.own), ("appraised", _("Appraised"), row.appraised)]
    return [
        {"lines": trio.lines, "marks": _marks([*counted, ("appraised", _("Appraised"), trio.appraised)])},
        {"lines": 0, "marks": _marks([*whole, ("members", _("Members"), row.members)])},
    ]


def _marks(sources: list[tuple[str, str, Fraction | None]]) -> list[dict[str, Any]]:
    return [
        {"key": key, "text": text, "share": share, "left": f"{float(share) * 100:.1f}%" if share is not None else ""}
        for key, text, share in sources
    ]


def _managing(request: Request, rounds: list[Round], sheets: QuerySet[Sheet]) -> dict[str, Any]:
    """The counts of each managing union in the order of the tree, and the texts and values that stand out."""
    found = signs(rounds, sheets)
    labels = [path[-LABEL:] for path in found if path]
    day = standing_day(rounds)
    held = UnitVersion.objects.on(day).filter(unit__label__in=labels).select_related("unit")
    known = {row.unit.label: row for row in held}
    rows = [_sign_row(known[path[-LABEL:]], path, one) for path, one in sorted(found.items()) if path[-LABEL:] in known]
    told = list(notes(sheets))
    names = unit_names({unit for _sheet, unit, _code, _note in told}, day)
    return {
        "managing": rows,
        "repeated": [_repeated(each, told, names) for each in repeated(told, names)],
        "odd": _odd(rounds, sheets, day),
    }


def _sign_row(version: UnitVersion, path: str, one: Signs) -> dict[str, Any]:
    return {"unit": version.unit, "name": version.name, "one": one, "direct": len(path) == LABEL}


def _repeated(each: Any, told: list[Any], names: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    unit_of = {sheet: unit for sheet, unit, _code, _note in told}
    return {"text": each.text, "code": each.code, "sheets": [(key, names.get(unit_of[key], "")) for key in each.sheets]}


def _odd(rounds: list[Round], sheets: QuerySet[Sheet], day: Any) -> list[tuple[Any, str]]:
    rows = like_shares(rounds, sheets)
    units = dict(Sheet.objects.filter(pk__in=[row.sheet for row in rows]).values_list("pk", "unit_id"))
    names = unit_names(set(units.values()), day)
    return [(row, names.get(units[row.sheet], "")) for row in rows]

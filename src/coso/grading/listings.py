"""The list of sheets of a year: its columns, filters, and what is done with many sheets at once."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.requests import Request
from coso.grading.chain import DONE, KINDS, WHY_NOT
from coso.grading.models import Round, Sheet
from coso.grading.querysets import SEE, SheetQuerySet
from coso.grading.reads import SheetRow, levels_of, newest_level, sheet_rows
from coso.grading.rounds_of_year import rounds_of, standing_day
from coso.grading.views.scope import standing_sheets
from coso.lists.listing import DAY, POINTS, Bulk, BulkAction, Column, Empty, Filter, Listing, Search
from coso.register.abbreviations import named
from coso.register.kinds import strata
from coso.register.models import Unit, UnitVersion
from coso.register.portfolios import units_cared_for
from coso.register.querysets import ended
from coso.register.visibility import may
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import GRADES

LIVING_FIRST = ("ended", "unit__path", "id")
MINE, DIRECT = "toi", "truc-tiep"


def _appraised(row: SheetRow) -> Any:
    points = row.sheet.appraised_points
    return _("Not appraised yet") if points is None and row.sheet.submitted else points


def _unappraised(row: SheetRow) -> tuple[str, str] | None:
    waits = row.sheet.appraised_points is None and row.sheet.submitted
    return ("unappraised", "circle-dashed") if waits else None


def _sector(stratum: str) -> str:
    return str(strata()[stratum])


def so_far(row: SheetRow) -> str:
    """A remark on a level that nobody has decided."""
    return f"({_('so far')})" if row.level and not row.sheet.grade else ""


UNION: Column[SheetRow] = Column(
    "union",
    gettext_lazy("Union"),
    lambda row: row.name,
    link=lambda row: reverse("sheet", args=[row.sheet.pk]),
    under=Column("code", gettext_lazy("Code"), lambda row: row.sheet.unit.code),
)
STATUS: Column[SheetRow] = Column("status", gettext_lazy("Status"), lambda row: row.status)
LEVEL: Column[SheetRow] = Column("level", gettext_lazy("Level"), lambda row: row.level or "–", after=so_far)
COLUMNS: tuple[Column[SheetRow], ...] = (
    UNION,
    STATUS,
    Column("self", gettext_lazy("Self"), lambda row: row.sheet.self_points, kind=POINTS),
    Column("appraised", gettext_lazy("Appraised"), _appraised, kind=POINTS, pill=_unappraised),
    LEVEL,
    Column("decided", gettext_lazy("Decided points"), lambda row: row.sheet.decided_points, kind=POINTS, shown=False),
    Column("stratum", gettext_lazy("Sector group"), lambda row: row.sheet.stratum, words=_sector, shown=False),
    Column("round", gettext_lazy("Round"), lambda row: row.sheet.round.title, shown=False),
    Column("submitted", gettext_lazy("Sent on"), lambda row: row.sheet.submitted, kind=DAY, shown=False),
    Column("decided_on", gettext_lazy("Decided on"), lambda row: row.sheet.decided_on, kind=DAY, shown=False),
)


def _filters(request: Request, rounds: Sequence[Round]) -> Iterator[Filter]:
    """By step, stratum, level, round and portfolio."""

    def by(key: str, label: Any, choices: list[tuple[str, Any]]) -> Filter:
        return Filter(key, label, choices, lambda rows, value: rows.filter(**{key: value}))

    steps = [("", _("All steps")), *((key, kind.text) for key, kind in KINDS.items()), (DONE, _("Published"))]
    yield by("step", _("Step"), steps)
    yield by("stratum", _("Sector group"), [("", _("All sectors")), *((k, str(term)) for k, term in strata().items())])
    yield by("why_not", _("Not graded"), [("", _("Graded or not")), *WHY_NOT.items()])
    if len(rounds) > 1:
        yield by("round", _("Round"), [("", _("All rounds")), *((str(each.pk), each.title) for each in rounds)])
    yield Filter("level", _("Level"), _levels(), _of_level)
    if units := [unit for unit, _code in units_cared_for(request.user.pk, request.day)]:
        choices = [("", _("All portfolios")), (MINE, _("My portfolio"))]
        yield Filter("ho-so", _("Portfolio"), choices, lambda rows, _mine: rows.filter(unit__in=units))


def _levels() -> list[tuple[str, Any]]:
    return [
        ("", _("All levels")),
        ("good_up", _("Good or better")),
        *GRADES.items(),
        ("none", _("No level yet")),
    ]


def _of_level(rows: SheetQuerySet, level: str) -> SheetQuerySet:
    return rows.annotate(newest=newest_level()).filter(newest__in=levels_of(level))


def _named(rows: SheetQuerySet, words: str, day: dt.date) -> SheetQuerySet:
    """The sheets of unions whose name on a day has these words, or whose code is this."""
    called = UnitVersion.objects.on(day).filter(named("name_key", words), unit=OuterRef("unit"))
    return rows.filter(Exists(called) | Q(unit__code__iexact=words))


def _bulk(request: Request, rounds: Sequence[Round]) -> Bulk:
    """What the reader may do with the ticked sheets."""
    year = rounds[0].year
    actions = []
    decides, manages = rights(request, rounds)
    if decides:
        actions.append(BulkAction(_("Decide"), reverse("decide", args=[year]), "decide"))
        actions.append(BulkAction(_("Publish"), reverse("decide", args=[year]), "publish"))
    if manages:
        address = reverse("extend_ticked", args=[year])
        actions.append(BulkAction(_("Give more time"), address, icon="calendar-event"))
    if decides:
        address = reverse("leave_ungraded", args=[year])
        actions.append(BulkAction(_("No file submitted"), address, icon="file-text"))
    return Bulk("sheet", _tick, _("With the ticked sheets"), actions)


def rights(request: Request, rounds: Sequence[Round]) -> tuple[bool, bool]:
    """Whether the reader decides the sheets of a year now, and whether the reader appraises some."""
    decides = not request.past and may(request.user, "grading.decide", rounds[0].unit)
    return decides, not request.past and may(request.user, "grading.appraise")


def _tick(row: SheetRow) -> str:
    return str(row.sheet.pk) if row.sheet.step and row.sheet.step != DONE else ""


def sheet_list(request: Request, rounds: Sequence[Round], unit: Unit | None, permission: str = SEE) -> Listing:
    """The sheets of a year's rounds that the reader sees by a permission, or those of a branch."""
    rows = Sheet.objects.visible_to(request.user, permission).filter(round__in=rounds)
    if unit:
        direct = DIRECT in (request.POST if request.method == "POST" else request.GET)
        rows = standing_sheets(rows, unit, standing_day(rounds), direct=direct)
    rows = rows.annotate(ended=ended(request.day))
    grammar = grammar_of(rounds[0].rubric)

    def dress(sheets: Sequence[Sheet]) -> list[SheetRow]:
        keys = [sheet.pk for sheet in sheets]
        return sorted(sheet_rows(keys, request.day, grammar), key=lambda row: keys.index(row.sheet.pk))

    return Listing(
        title=_("Score sheets of %(year)s") % {"year": rounds[0].year},
        rows=rows,
        order=LIVING_FIRST,
        columns=COLUMNS,
        filters=tuple(_filters(request, rounds)),
        search=Search(_("Name or code"), lambda found, words: _named(found, words, request.day)),
        bulk=_bulk(request, rounds),
        dress=dress,
        kept=("dv", DIRECT, "ngay"),
        excel=f"bang-cham-{rounds[0].year}",
        nothing_yet=Empty(_("No sheet here"), _("Look at another branch, or at another year.")),
        nothing_fits=Empty(_("No sheet fits this filter"), _("Take a filter away, or look at another year.")),
    )


def list_to_write(request: Request, year: int, permission: str) -> Listing:
    """The list of a year as a form names it, of the sheets that the reader may act on. Raises Http404."""
    rounds = rounds_of(year)
    if not rounds:
        raise Http404
    code = request.POST.get("dv")
    units = Unit.objects.visible_to(request.user, permission)
    return sheet_list(request, rounds, get_object_or_404(units, code=code) if code else None, permission)

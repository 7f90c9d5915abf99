"""Pages of the organisation: the tree one level at a time, search, founding, changing, ending."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coso.access.forms import attempt, render_form, submitted
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.pages import show
from coso.lists.reading import LONGEST, WORDS
from coso.register.choices import heirs_of
from coso.register.forms import ChangeForm, EndUnitForm, FoundForm, SearchForm
from coso.register.kinds import kinds
from coso.register.listings import found_list, level_list
from coso.register.models import Unit, UnitVersion
from coso.register.reads import Level, UnitRow, find_units, level, trail
from coso.register.services.ending import foresee_end, plan_end
from coso.register.services.units import change_unit, end_unit, found_unit
from coso.register.views.pages import around, page_of, unit_form, unit_of
from coso.register.visibility import may, reach

SMALL = [key for key, kind in kinds().items() if kind.level != "upper"]  # no union stands under it
SHOWN, ALL = 10, 30  # of each kind, where there are more than ALL units in all
Cell = tuple[str, str | int, str, str]  # as the tag `cells` draws them


def units(request: Request) -> HttpResponse:
    """The tree, from the top of what the reader sees, or the one unit; a search finds old names too."""
    if request.GET.get("q"):
        return search(request)
    tops = reach(request.user, "units.see").paths
    first = Unit.objects.filter(path__in=tops).order_by("path").first()
    if first is None:
        return render(request, "register/nothing.html", {"form": SearchForm()})
    small = UnitVersion.objects.on(request.day).filter(unit=first, kind__in=SMALL)
    return redirect("unit", first.code) if small.exists() else tree(request, first.code)


def tree(request: Request, code: str) -> HttpResponse:
    """One level of the tree on the day asked for: the first few units of each kind, or with `?loai=` all of one."""
    unit = unit_of(request, code)
    found = level(unit, request.day)
    if request.GET.get("loai") in kinds():
        return _one_kind(request, found, request.GET["loai"])
    context = {
        "level": found,
        "heaps": _heaps(found.rows),
        "trail": trail(unit, request.day),
        "may_change": may(request.user, "units.change", unit) and not request.past,
        "may_import": may(request.user, "seats.change", unit) and not request.past,
        "may_import_units": may(request.user, "units.import", unit),
        "form": SearchForm(),
    }
    return render(request, "register/tree.html", context)


def _one_kind(request: Request, found: Level, kind: str) -> HttpResponse:
    """Every unit of a kind right under this one, page by page."""
    listing = level_list([row for row in found.rows if row.kind == kind], str(kinds()[kind]))
    return show(request, listing, "register/tree_kind.html", level=found, trail=trail(found.unit, request.day))


def _heaps(rows: list[UnitRow]) -> list[dict[str, Any]]:
    """The units by kind, with how many there are, their members, and the first of them."""
    of: dict[str, list[UnitRow]] = {}
    for row in rows:
        of.setdefault(row.kind, []).append(row)
    most = SHOWN if len(rows) > ALL else ALL
    return [
        {
            "key": kind,
            "text": str(kinds()[kind]),
            "n": len(found),
            "members": sum(row.members for row in found),
            "rows": _rows(found[:most]),
            "more": len(found) > most,
        }
        for kind, found in of.items()
    ]


def _rows(rows: list[UnitRow]) -> list[tuple[UnitRow, list[Cell]]]:
    """Each unit with the cells after its name."""
    counted = (_("Members"), _("Grassroots unions"), _("Groups"))
    out: list[tuple[UnitRow, list[Cell]]] = []
    for row in rows:
        counts = zip(counted, (row.members, row.unions, row.groups), strict=True)
        out.append((row, [(label, n, "num", "") for label, n in counts]))
    return out


def search(request: Request) -> HttpResponse:
    """Units by any name they ever had."""
    units = Unit.objects.visible_to(request.user, "units.see")
    listing = found_list(find_units(units, request.GET.get(WORDS, "")[:LONGEST], request.day))
    return show(request, listing, "register/search.html")


def found(request: Request, code: str) -> HttpResponse:
    """A new unit under this one."""
    unit = unit_of(request, code, "units.change")
    version = get_object_or_404(UnitVersion.objects.on(clock.today()), unit=unit)
    form = FoundForm(request.POST or None, parent=version, user=request.user, today=clock.today())
    done = submitted(
        request,
        form,
        lambda sent: found_unit(parent=unit, by=request.user, **sent.cleaned_data),
        done=_("Founded. It stands in the tree from that day on."),
        to=page_of,
    )
    return done or unit_form(request, unit, form, _("New unit"), _("Found the unit"))


def change(request: Request, code: str) -> HttpResponse:
    """Facts of a unit from a day on."""
    unit = unit_of(request, code, "units.change")
    version = get_object_or_404(UnitVersion.objects.on(clock.today()).select_related("parent"), unit=unit)
    form = ChangeForm(request.POST or None, version=version, user=request.user, today=clock.today())
    done = submitted(
        request,
        form,
        lambda sent: change_unit(unit=unit, by=request.user, **sent.change),
        done=_("Changed from that day on; the days before stay as they were."),
        to=page_of(unit),
    )
    return done or unit_form(request, unit, form, _("Change from a day"), _("Save the change"))


def end(request: Request, code: str) -> HttpResponse:
    """Ending a unit, alone or into an heir: first what follows is shown, then it is done."""
    unit = unit_of(request, code, "units.change")
    today = clock.today()
    version = get_object_or_404(UnitVersion.objects.on(today), unit=unit)
    form = EndUnitForm(request.POST or None, version=version, user=request.user, today=today)
    seen = None
    if request.method == "POST" and form.is_valid():
        plan = attempt(form, lambda: plan_end(unit, form.facts["day"], form.facts["heir"]))
        seen = foresee_end(plan) if plan else None
        said = {"unit": unit, "shown": form.shown_before, "by": request.user, **form.facts}
        if seen and form.shown_before and attempt(form, lambda: end_unit(**said)):
            messages.success(request, _("Ended. The journal can take the entry back if it was wrong."))
            return redirect("unit", unit.code)
    context = {**around(unit, today), "form": form, "seen": seen, "heirs": heirs_of(request.user, version)}
    return render_form(request, "register/end.html", context, form)

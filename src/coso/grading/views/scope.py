"""The part of the tree that a page of grading was asked for."""

import datetime as dt
from typing import cast

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from coso.access.requests import Request
from coso.grading.models import Sheet
from coso.grading.querysets import SheetQuerySet
from coso.grading.rounds_of_year import in_branch, placed
from coso.register.models import Unit
from coso.register.visibility import reach


def asked_unit(request: Request) -> Unit | None:
    """The branch asked for; without one, what the reader sees: the whole province from its root. Raises Http404."""
    units = Unit.objects.visible_to(request.user, "grading.see")
    if code := request.GET.get("dv"):
        found = get_object_or_404(units, code=code)
        return found if found.path != found.label or "truc-tiep" in request.GET else None
    seen = reach(request.user, "grading.see")
    if not seen.paths:
        raise Http404
    return None if seen.everything else units.order_by("path").first()


def standing_sheets(rows: QuerySet[Sheet], unit: Unit, day: dt.date, *, direct: bool = False) -> SheetQuerySet:
    """The sheets of the unions that stood in a branch on a day."""
    return cast("SheetQuerySet", in_branch(placed(rows, day), unit, day, direct=direct))

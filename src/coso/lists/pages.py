"""The page of a list, its file, and the rows that somebody ticked on it."""

import uuid
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from coso.access.forms import render_form
from coso.access.requests import Request, keys_in
from coso.lib import clock
from coso.lists.excel import MOST, XLSX, write_list
from coso.lists.listing import Listing
from coso.lists.reading import Asked

ALL = "all"


def show(
    request: Request,
    listing: Listing,
    template: str = "lists/page.html",
    /,
    *,
    form: BaseForm | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of a list that the address asks for, or its Excel file with ?dang=excel.

    A room's template extends lists/page.html; `more` is what its blocks need. `form` is one that stands on the page:
    with errors in it the answer is 422.
    """
    return show_asked(request, Asked(listing, request.GET), template, form=form, **more)


def show_asked(
    request: Request, asked: Asked, template: str, /, *, form: BaseForm | None = None, **more: Any
) -> HttpResponse:
    """The same of a list of which a room had to read something before."""
    if request.GET.get("dang") == "excel" and asked.listing.excel and not asked.listing.excel_at:
        return _file(request, asked)
    return render_form(request, template, {**context_of(asked), "form": form, **more}, form)


def context_of(asked: Asked) -> dict[str, Any]:
    """What the templates of a list read."""
    return {"list": asked, "page": asked.page, "rows": asked.rows, "columns": asked.columns, "shown": asked.shown}


def _file(request: Request, asked: Asked) -> HttpResponse:
    if asked.count > MOST:
        text = _("This list has more than {n} rows: filter it first, then take the file.")
        messages.error(request, text.format(n=MOST))
        return redirect(request.path + asked.address(dang=""))
    file = BytesIO()
    write_list(file, asked)
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    name = f"{asked.listing.excel}-{clock.today()}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def picked(request: Request, listing: Listing) -> QuerySet[Any]:
    """The rows that were ticked, or all that the filters of the form show, among those of the list."""
    rows = listing.rows
    if not isinstance(rows, QuerySet) or listing.bulk is None:
        raise TypeError(listing.title)
    if ALL not in request.POST:
        return rows.filter(pk__in=keys_in(request, listing.bulk.name))
    found: QuerySet[Any] = Asked(listing, request.POST).rows_asked  # type: ignore[assignment]
    return found


def keys_picked(request: Request, listing: Listing) -> list[uuid.UUID]:
    """The keys of the rows that were ticked, or of all that the filters of the form show.

    Ticks are as they were sent: whoever acts on them looks them up through sight.
    """
    bulk = listing.bulk
    if bulk is None:
        raise TypeError(listing.title)
    if ALL not in request.POST:
        return keys_in(request, bulk.name)
    rows: Sequence[Any] = listing.dress(list(Asked(listing, request.POST).rows_asked))
    return [uuid.UUID(key) for row in rows if (key := bulk.tick(row))]


def kept(request: Request, listing: Listing) -> list[tuple[str, str]]:
    """What a page in between carries on of a list: the ticks, or the filters."""
    if ALL in request.POST:
        return [(ALL, "1"), *Asked(listing, request.POST).whole]
    name = listing.bulk.name if listing.bulk else ""
    return [(name, value) for value in request.POST.getlist(name)]


def back_to(request: Request, listing: Listing, address: str) -> str:
    """The address of a list with the filters that a form carried."""
    query = request.GET.copy()
    for name, value in Asked(listing, request.POST).whole:
        query[name] = value
    return f"{address}?{query.urlencode()}" if query else address

"""Points of an agenda: put on it, taken off, their minutes, the commitments made on them."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.forms import submitted
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.dialogue.forms import ItemForm, PointForm, PromiseForm, RecordForm
from coso.dialogue.models import Item, Session
from coso.dialogue.permissions import RUN
from coso.dialogue.services import agenda
from coso.dialogue.services.minutes import record
from coso.dialogue.services.promises import promise
from coso.dialogue.views.sessions import groups_of, seen_session, session_page


def _back(session: Session, item: Item) -> str:
    return f"{reverse('dialogue', args=[session.pk])}#n{item.n}"


def _point(session: Session, key: uuid.UUID) -> Item:
    return get_object_or_404(Item.objects.filter(session=session).select_related("session__unit"), pk=key)


@require_POST
def dialogue_item(request: Request, key: uuid.UUID) -> HttpResponse:
    """Puts a point on the agenda."""
    row = seen_session(request, RUN, key)
    form = ItemForm(request.POST)
    done = submitted(
        request,
        form,
        lambda sent: agenda.add_item(session=row, by=request.user, **sent.cleaned_data),
        done=_("It is on the agenda."),
        to=reverse("dialogue", args=[key]),
    )
    return done or session_page(request, row, item=form)


@require_POST
def dialogue_item_remove(request: Request, key: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Takes a point off the agenda."""
    row = seen_session(request, RUN, key)
    try:
        agenda.remove_item(item=_point(row, item), by=request.user)
        messages.success(request, _("It is off the agenda."))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect("dialogue", key)


@require_POST
def dialogue_record(request: Request, key: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Writes the minutes of a point."""
    row = seen_session(request, RUN, key)
    point = _point(row, item)
    form = RecordForm(request.POST, item=point)
    done = submitted(
        request,
        form,
        lambda sent: record(item=point, by=request.user, **sent.facts),
        done=_("Written into the minutes."),
        to=_back(row, point),
    )
    return done or session_page(request, row, sent={f"i{point.n}": form})


@require_POST
def dialogue_promise(request: Request, key: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Writes a commitment down."""
    row = seen_session(request, RUN, key)
    point = _point(row, item)
    form = PromiseForm(request.POST, item=point, groups=groups_of(row.unit))
    done = submitted(
        request,
        form,
        lambda sent: promise(item=point, by=request.user, **sent.cleaned_data),
        done=_("The commitment is written down."),
        to=_back(row, point),
    )
    return done or session_page(request, row, sent={f"p{point.n}": form})


@require_POST
def dialogue_topics(request: Request, key: uuid.UUID) -> HttpResponse:
    """Puts topics that were heard on the agenda."""
    row = seen_session(request, RUN, key)
    try:
        agenda.add_topics(session=row, topics=request.POST.getlist("topics"), by=request.user)
        messages.success(request, _("On the agenda. Write each point in your own words."))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect("dialogue", key)


@require_POST
def dialogue_item_change(request: Request, key: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Words a point anew, with what each side said before."""
    row = seen_session(request, RUN, key)
    point = _point(row, item)
    form = PointForm(request.POST, item=point)
    done = submitted(
        request,
        form,
        lambda sent: agenda.change_item(item=point, by=request.user, **sent.facts),
        done=_("Saved."),
        to=_back(row, point),
    )
    return done or session_page(request, row, sent={f"c{point.n}": form})

"""Clusters of a round: naming, changing, dissolving them; the sheets that a cluster scores."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.journal import StaleError
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.grading.clusters import Office, cluster_of, cluster_rows, free_unions, members_of, offices_of
from coso.grading.forms.clusters import ClusterForm
from coso.grading.models import Cluster, Round, Sheet
from coso.grading.services.clusters import PERMISSION, change_cluster, dissolve_cluster, managed, name_cluster
from coso.grading.services.suggesting import may_lead
from coso.grading.views.overview import round_of
from coso.grading.views.sheet_context import get_sheet
from coso.lib.text import text_key
from coso.register.names import unit_names
from coso.register.visibility import may


def _offices(request: Request, round_: Round) -> list[Office]:
    """The managing unions whose clusters the reader names. Raises Http404 for who appraises nothing of the round."""
    sheets = Sheet.objects.visible_to(request.user, PERMISSION).filter(round=round_)
    if not sheets.exists():
        raise Http404
    return offices_of(round_, sheets, request.day)


def _chosen(request: Request, offices: list[Office]) -> Office | None:
    """The managing union asked for, or the only one."""
    if len(offices) == 1:
        return offices[0]
    return next((office for office in offices if office.unit.code == request.GET.get("dv")), None)


def clusters(request: Request, key: uuid.UUID) -> HttpResponse:
    """The clusters of a round that the reader names: their unions, how far they are, who is in none."""
    round_ = round_of(request, key)
    offices = _offices(request, round_)
    office = _chosen(request, offices)
    named = Cluster.objects.visible_to(request.user, PERMISSION).filter(round=round_)
    unions = office.unions if office else {unit for each in offices for unit in each.unions}
    free = free_unions(round_, unions)
    context = {
        "round": round_,
        "offices": offices,
        "office": office,
        "rows": cluster_rows(named.filter(unit=office.unit) if office else named, request.day),
        "free": len(free),
        "names": _names(request, free) if office else [],
    }
    return render(request, "grading/clusters.html", context)


def _names(request: Request, units: set[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    return sorted(unit_names(units, request.day).items(), key=lambda pair: text_key(pair[1]))


def _back(round_: Round, office: Any) -> str:
    return f"{redirect('clusters', round_.pk).url}?dv={office.code}"


def cluster_new(request: Request, key: uuid.UUID) -> HttpResponse:
    """Names a cluster within one managing union."""
    round_ = round_of(request, key)
    office = _chosen(request, _offices(request, round_))
    if office is None:
        return redirect("clusters", round_.pk)
    form = ClusterForm(request.POST or None, unions=_names(request, free_unions(round_, office.unions)))
    back = _back(round_, office.unit)
    done = submitted(
        request,
        form,
        lambda sent: name_cluster(round_=round_, unit=office.unit, by=request.user, **sent.facts),
        done=_("The cluster is named."),
        to=back,
    )
    context = {"round": round_, "office": office.name, "form": form, "back": back}
    return done or render_form(request, "grading/cluster_form.html", context, form)


def _cluster(request: Request, key: uuid.UUID, permission: str) -> Cluster:
    found = Cluster.objects.visible_to(request.user, permission).select_related("round__rubric", "unit", "lead")
    return get_object_or_404(found, pk=key)


def cluster_edit(request: Request, key: uuid.UUID) -> HttpResponse:
    """Changes a cluster, or dissolves it with a reason."""
    row = _cluster(request, key, PERMISSION)
    if request.POST.get("what") == "dissolve":
        return _dissolve(request, row)
    form = _edit_form(request, row)
    try:
        done = submitted(
            request,
            form,
            lambda sent: change_cluster(
                cluster=row, by=request.user, seen=sent.cleaned_data["had"] or None, **sent.facts
            ),
            done=_("Changed: the cluster."),
            to=_back(row.round, row.unit),
        )
    except StaleError:
        done, form = None, _edit_form(request, row, stale=True)
    if done:
        return done
    name = unit_names([row.unit_id], request.day).get(row.unit_id, row.unit.code)
    context = {"round": row.round, "office": name, "form": form, "cluster": row, "back": _back(row.round, row.unit)}
    return render_form(request, "grading/cluster_form.html", context, form)


def _edit_form(request: Request, row: Cluster, *, stale: bool = False) -> ClusterForm:
    """The form of a cluster: its own unions, and those in none under the same managing union.

    `stale`: somebody else changed the unions meanwhile; what was typed stays, and sending it again is a decision.
    """
    own = [str(unit) for unit in row.units.values_list("unit_id", flat=True)]
    unions = _names(request, {uuid.UUID(unit) for unit in own} | free_unions(row.round, managed(row.round, row.unit)))
    typed = request.POST.copy() if request.method == "POST" else None
    if stale and typed is not None:
        typed.setlist("had", own)
    start = {"name": row.name, "unions": own, "had": own, "lead": str(row.lead_id)}
    form = ClusterForm(typed, unions=unions, initial=start)
    if stale:
        names = ", ".join(name for key, name in unions if str(key) in own)
        text = _("Somebody else changed this cluster meanwhile. Now in it: {names}. Save again to keep your list.")
        form.add_error("unions", text.format(names=names))
    return form


def _dissolve(request: Request, row: Cluster) -> HttpResponse:
    back, round_ = redirect("cluster_edit", row.pk).url, row.round
    try:
        dissolve_cluster(cluster=row, why=request.POST.get("why", ""), by=request.user)
        messages.success(request, _("The cluster is dissolved; the journal keeps it."))
        back = _back(round_, row.unit)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect(back)


def cluster(request: Request, key: uuid.UUID) -> HttpResponse:
    """The sheets of a cluster: for its lead to score, for its unions to see while they are scored."""
    row = _cluster(request, key, "grading.see")
    names = unit_names([row.unit_id, row.lead_id], request.day)
    context = {
        "cluster": row,
        "round": row.round,
        "managing": names.get(row.unit_id, ""),
        "lead": names.get(row.lead_id, ""),
        "members": members_of(row, request.user, request.day),
        "asked": request.GET.get("bang", ""),
        "leading": may_lead(request.user, row) and not request.past,
        "names_it": may(request.user, PERMISSION, row.unit) and not request.past,
    }
    return render(request, "grading/cluster.html", context)


def cluster_of_sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """From a duty to the sheets of the cluster; to the sheet itself where it is in none."""
    row = get_sheet(request, key)
    found = cluster_of(row, request.user, request.day)
    if found is None:
        return redirect("sheet", row.pk)
    return redirect(f"{redirect('cluster', found.key).url}?bang={row.pk}")

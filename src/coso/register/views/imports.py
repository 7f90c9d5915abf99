"""Lists of officers that were booked: printing their codes; and where a list's page was before."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.imports import Sent
from coso.access.models import Job
from coso.access.requests import Request, absolute
from coso.register.imports.slips import render_slips
from coso.register.services.first_codes import print_codes


def slips(request: Request, sent: Sent) -> HttpResponse:
    """Prints the codes of the booked officers who have not opened their accounts; earlier codes are void."""
    if request.method != "POST" or sent.booking is None or not sent.booking.result:
        return redirect(sent.back)
    found = print_codes(usernames=sent.booking.result["users"], by=request.user)
    if not found:
        messages.info(request, _("Everybody on this list has opened the account already."))
        return redirect(sent.back)
    return HttpResponse(render_slips(found, absolute()))


def moved(request: Request, key: uuid.UUID, part: str = "") -> HttpResponse:
    """A list of units or officers under the address that both had."""
    kinds = ("units.check", "officers.check")
    job = Job.objects.filter(kind__in=kinds, by=request.user.pk, asked__key=str(key)).first()
    if job is None:
        raise Http404
    return redirect(reverse(f"{job.kind.partition('.')[0]}_import_check", args=[key]) + part, preserve_request=True)

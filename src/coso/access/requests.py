"""The request as our middleware leaves it."""

import datetime as dt
import uuid

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from coso.access.models import Account


class Request(HttpRequest):
    """A request of a signed-in account, with the day asked for."""

    user: Account
    day: dt.date
    past: bool
    htmx: HtmxDetails


def absolute(path: str = "") -> str:
    """A path of ours as it is printed and sent: at the declared address, whatever a request calls us."""
    return f"{settings.ORIGIN}{path}"


def keys_in(request: HttpRequest, name: str) -> list[uuid.UUID]:
    """The keys that a form sent under a name; what is no key is left out."""
    return [key for text in request.POST.getlist(name) if (key := _key(text))]


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

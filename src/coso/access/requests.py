"""The request as our middleware leaves it."""

import datetime as dt

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from coso.access.models import Account


class Request(HttpRequest):
    """A request of a signed-in account, with the day asked for."""

    user: Account
    day: dt.date
    past: bool
    htmx: HtmxDetails

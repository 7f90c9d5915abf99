"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render

from coso.web.requests import Request


def home(request: Request) -> HttpResponse:
    """What I owe, overdue first."""
    return render(request, "web/home.html", {})

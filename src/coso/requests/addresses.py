"""The pages of a kind of request, for the room that declares the kind."""

from django.urls import URLPattern, path

from coso.requests import views
from coso.requests.registry import RequestKind


def pages_of(about: type[RequestKind], new: str, page: str) -> list[URLPattern]:
    """The addresses where it is asked (PAGE_new, by the key of the row), and of the request with its answer."""
    kind = {"about": about}
    return [
        path(new, views.ask_about, kind, name=f"{about.page}_new"),
        path(page, views.see_request, kind, name=about.page),
    ]

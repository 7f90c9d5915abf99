"""The page of who is late in a group of duties, for the room that declares the group."""

from django.urls import URLPattern, path

from coso.duties import views
from coso.duties.groups import DutyGroup


def late_page_of(about: type[DutyGroup], page: str) -> URLPattern:
    """The address of the page of who is late, named as the group."""
    return path(page, views.late, {"about": about}, name=about.key)

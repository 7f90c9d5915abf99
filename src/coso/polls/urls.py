"""Addresses of polls. Those that members reach without signing in are short, since they stand on slips."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from coso.polls.subjects import PollSubject
from coso.polls.views import roster, running, slip

MOUNT = ""
urlpatterns = [
    path("phieu/", slip.slip, name="slip"),
    path("phieu/gui/", slip.slip_answer, name="slip_answer"),
    path("phieu/<str:code>/", slip.slip_code, name="slip_code"),
]
PAGES: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
    "poll": ("", running.poll),
    "poll_open": ("mo/", running.poll_open),
    "poll_print": ("in-phieu/", running.poll_print),
    "poll_void": ("huy-phieu/", running.poll_void),
    "poll_count": ("phieu-giay/", running.poll_count),
    "poll_close": ("dong/", running.poll_close),
    "poll_renew": ("mo-lai/", running.poll_renew),
    "poll_roster": ("danh-sach/", roster.poll_roster),
    "poll_sign_list": ("ky-nhan/", roster.poll_sign_list),
    "poll_meeting": ("hop/", running.poll_meeting),
}


def addresses_of(about: type[PollSubject], page: str) -> list[URLPattern]:
    """The addresses of the polls about a kind of subject, KEY_poll, KEY_poll_open …; `page` has the key of its row."""
    subject = {"about": about}
    return [path(page + end, view, subject, name=f"{about.key}_{name}") for name, (end, view) in PAGES.items()]

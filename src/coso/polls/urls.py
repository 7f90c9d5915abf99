"""Addresses of polls. Those that members reach without signing in are short, since they stand on slips."""

from django.urls import URLPattern, path

from coso.polls.subjects import PollSubject
from coso.polls.views import roster, running, slip

MOUNT = ""
urlpatterns = [
    path("phieu/", slip.slip, name="slip"),
    path("phieu/gui/", slip.slip_answer, name="slip_answer"),
    path("phieu/<str:code>/", slip.slip_code, name="slip_code"),
]
PAGES = {
    "": running.poll,
    "mo/": running.poll_open,
    "in-phieu/": running.poll_print,
    "huy-phieu/": running.poll_void,
    "phieu-giay/": running.poll_count,
    "dong/": running.poll_close,
    "mo-lai/": running.poll_renew,
    "danh-sach/": roster.poll_roster,
    "ky-nhan/": roster.poll_sign_list,
    "hop/": running.poll_meeting,
}


def addresses_of(about: type[PollSubject], page: str) -> list[URLPattern]:
    """The addresses of the polls about a kind of subject, KEY_poll, KEY_poll_open …; `page` has the key of its row."""
    return [
        path(page + end, view, {"about": about}, name=f"{about.key}_{view.__name__}") for end, view in PAGES.items()
    ]

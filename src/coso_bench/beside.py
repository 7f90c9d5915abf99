"""What the pages stand beside: a bare view of the same people, and the list and search of Django's admin.

The admin is as it comes: it counts all its rows for each page, which is most of what it takes.
Both run in the middleware and templates of a new Django project, on the same data and in the same process. The admin is
no part of the installation: its site lives in the addresses of these clients alone.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.backends.django import DjangoTemplates
from django.template.response import TemplateResponse
from django.test import Client, override_settings
from django.urls import path

from coso.access.models import Account
from coso.lib import clock
from coso.register.models import Membership, Person

ROWS = 50
BARE, LIST = "/bare", "/admin/register/person/"
SEARCH = f"{LIST}?q=nguyen+thi+h"
MIDDLEWARE = [
    "coso_bench.beside.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coso_bench.beside.OwnTemplates",
]
PLAIN = DjangoTemplates(
    {
        "NAME": "plain",
        "DIRS": [Path(admin.__file__).parent / "templates", Path(__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "libraries": {
                name: f"django.contrib.admin.templatetags.{name}"
                for name in ("admin_list", "admin_modify", "admin_urls", "log")
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
)
LABELS = ("Họ và tên", "Ngày sinh", "Giới", "Công đoàn", "Vào do", "Số thẻ", "Từ ngày", "Điện thoại")
MENU = [{"address": f"/{n}", "label": label} for n, label in enumerate(LABELS)]
SQL = """
    SELECT p.code, p.name, p.born, p.female, p.card, p.phone, m.opened, m.start, v.name AS unit
    FROM register_person p
    JOIN register_membership m ON m.person_id = p.id AND m.start <= %s AND m."end" > %s
    JOIN register_unitversion v ON v.unit_id = m.unit_id AND v.start <= %s AND v."end" > %s
    ORDER BY p.sort_key, p.id LIMIT %s
"""


def own_addresses(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the addresses of this module in the place of the product's."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        vars(request)["urlconf"] = __name__
        return answer(request)

    return answered


class OwnTemplates:
    """Middleware: the admin draws with the plain templates too."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_template_response(self, _request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """The same answer with the template of a list from among the plain ones."""
        response.template_name = PLAIN.get_template("admin/change_list.html")
        return response


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Fifty members of today: one hand-written query, rows as dicts, a plain template."""
    day = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(SQL, [day, day, day, day, ROWS])
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    context = {"rows": rows, "labels": LABELS, "menu": MENU}
    return HttpResponse(PLAIN.get_template("bench/bare.html").render(context, request))


class Open(admin.AdminSite):
    """A site that asks for no more than signing in."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is signed in."""
        return bool(request.user.is_authenticated)

    def get_log_entries(self, _request: HttpRequest) -> Any:
        """None: its own table is not there, and the list does not read it."""
        return ()


class People(admin.ModelAdmin):
    """The people with as many columns as our list, and words to search."""

    list_display = ("name", "born", "female", "home__code", "position", "card", "phone", "code")
    list_select_related = ("home",)
    list_per_page = ROWS
    ordering = ("sort_key", "id")
    search_fields = ("name_key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """The people of our list: members of today."""
        live = Membership.objects.on(clock.today()).filter(person=OuterRef("pk"))
        found: QuerySet[Person] = super().get_queryset(request).filter(Exists(live))
        return found

    def has_view_permission(self, request: HttpRequest, _row: Any = None) -> bool:
        """Everybody signed in may do all that a superuser of Django may."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As for seeing."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, _row: Any = None) -> bool:
        """As for seeing."""
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, _row: Any = None) -> bool:
        """As for seeing."""
        return self.has_view_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for seeing."""
        return self.has_view_permission(request)


site = Open("admin")
site.register(Person, People)
urlpatterns = [path(BARE[1:], bare), path("admin/", site.urls)]


def client_beside(account: Account) -> Client:
    """A signed-in client of the bare view and the admin."""
    client = Client()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    client.force_login(account)
    return client

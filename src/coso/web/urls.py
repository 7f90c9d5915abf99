"""Every address. Each room mounts its own."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from coso.access.permissions import declared
from coso.web.views import devices, first, home, journal, machine, records, rights, setup_wizard, token, unit

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("viec/", home.owed, name="owed"),
    path("bat-dau/", setup_wizard.beginning, name="beginning"),
    path("bat-dau/tinh/", setup_wizard.province, name="beginning_province"),
    path("to-chuc/<str:code>/", unit.unit, name="unit"),
    path("to-chuc/<str:code>/so-lieu/", records.records, name="records"),
    *(path(module.MOUNT, include(module)) for _room, module in declared("urls") if hasattr(module, "MOUNT")),
    path("nhat-ky/", journal.journal, name="journal"),
    path("nhat-ky/<uuid:key>/", journal.action, name="action"),
    path("nhat-ky/<uuid:key>/hoan-tac/", journal.take_back, name="take_back"),
    path("vao/", first.first_sign_in, name="first_sign_in"),
    path("ma-trang/", token.token, name="token"),
    path("quyen/", rights.matrix, name="matrix"),
    path("ai-xem-duoc/", rights.who_sees_me, name="who_sees_me"),
    path("may-chu/", machine.machine, name="machine"),
    path("may-chu/cap-lai-ma/", machine.access, name="machine_access"),
    path("may-chu/suc-khoe/", machine.health, name="machine_health"),
    path("may-chu/suc-khoe/tien-do/", machine.health_progress, name="machine_health_progress"),
    path("ngon-ngu/setlang/", login_not_required(set_language), name="set_language"),
    path("tai-khoan/thiet-bi/", devices.devices, name="devices"),
    path("tai-khoan/", include("coso.web.signing_in")),
]

handler500 = "coso.web.views.faults.fault"

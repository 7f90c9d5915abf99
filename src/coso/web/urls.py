"""Every address. Each room mounts its own."""

from django.urls import URLPattern, URLResolver, include, path

from coso.web.views import background, beginning, first, home, journal, records, rights, token, unit

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("bat-dau/", beginning.beginning, name="beginning"),
    path("bat-dau/tinh/", beginning.province, name="beginning_province"),
    path("to-chuc/<str:code>/", unit.unit, name="unit"),
    path("to-chuc/<str:code>/so-lieu/", records.records, name="records"),
    path("to-chuc/", include("coso.register.urls")),
    path("doan-vien/", include("coso.members.urls")),
    path("danh-gia/", include("coso.evaluation.urls")),
    path("", include("coso.evaluation.poll.urls")),
    path("tep/", include("coso.documents.urls")),
    path("nhat-ky/", journal.journal, name="journal"),
    path("nhat-ky/<uuid:key>/", journal.action, name="action"),
    path("nhat-ky/<uuid:key>/hoan-tac/", journal.take_back, name="take_back"),
    path("vao/", first.first_sign_in, name="first_sign_in"),
    path("cong-viec-nen/", background.background, name="background"),
    path("ma-trang/", token.token, name="token"),
    path("quyen/", rights.matrix, name="matrix"),
    path("ai-xem-duoc/", rights.who_sees_me, name="who_sees_me"),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("tai-khoan/", include("coso.web.signing_in")),
]

handler500 = "coso.web.views.faults.fault"

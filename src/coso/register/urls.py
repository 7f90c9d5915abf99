"""Addresses of the organisation."""

from django.urls import path

from coso.register.views import imports, links, posts, units

MOUNT = "to-chuc/"
urlpatterns = [
    path("", units.units, name="units"),
    path("tim-kiem", units.search, name="search"),
    path("kien-toan/<uuid:key>/", posts.seat_of, name="seat_of"),
    path("cho-xac-nhan/<uuid:key>/", posts.nomination, name="nomination"),
    path("cap-lai-ma/<uuid:key>/", posts.access_request, name="access_request"),
    path("nhap/<uuid:key>/", imports.moved, name="register_import"),
    path("nhap/<uuid:key>/<path:part>", imports.moved, name="register_import_part"),
    path("<str:code>/cay/", units.tree, name="tree"),
    path("<str:code>/thanh-lap/", units.found, name="unit_found"),
    path("<str:code>/thay-doi/", units.change, name="unit_change"),
    path("<str:code>/ket-thuc/", units.end, name="unit_end"),
    path("<str:code>/bo-tri/", posts.appointing, name="appoint"),
    path("<str:code>/chuc-danh/<uuid:key>/thoi/", posts.leaving, name="appointment_end"),
    path("<str:code>/chuc-danh/<uuid:key>/ma/", posts.code_slip, name="appointment_code"),
    path("<str:code>/chuc-danh/<uuid:key>/quan-ly/", posts.managing, name="appointment_manager"),
    path("<str:code>/noi-lam-viec/", links.workplaces, name="workplaces"),
    path("<str:code>/noi-lam-viec/<uuid:key>/", links.counting, name="workplace_count"),
    path("<str:code>/dia-ban/", links.communes, name="communes"),
    path("<str:code>/uy-quyen/", links.authority, name="authority"),
    path("<str:code>/thoi/<slug:what>/<uuid:key>/", links.ending, name="link_end"),
    path("<str:code>/phu-trach/", posts.portfolios, name="portfolios"),
]

"""Addresses of the organisation."""

from django.urls import path

from coso.register.views import posts, units

urlpatterns = [
    path("", units.units, name="units"),
    path("tim-kiem", units.search, name="search"),
    path("<str:code>/cay/", units.tree, name="tree"),
    path("<str:code>/thanh-lap/", units.found, name="unit_found"),
    path("<str:code>/thay-doi/", units.change, name="unit_change"),
    path("<str:code>/ket-thuc/", units.end, name="unit_end"),
    path("<str:code>/bo-tri/", posts.appointing, name="appoint"),
    path("<str:code>/chuc-danh/<uuid:key>/thoi/", posts.leaving, name="appointment_end"),
    path("<str:code>/chuc-danh/<uuid:key>/ma/", posts.code_slip, name="appointment_code"),
    path("<str:code>/phu-trach/", posts.portfolios, name="portfolios"),
]

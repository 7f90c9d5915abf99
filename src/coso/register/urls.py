"""Addresses of the organisation."""

from django.urls import path

from coso.register import views

urlpatterns = [
    path("", views.units, name="units"),
    path("tim-kiem", views.search, name="search"),
    path("<str:code>/cay/", views.tree, name="tree"),
    path("<str:code>/thanh-lap/", views.found, name="unit_found"),
    path("<str:code>/thay-doi/", views.change, name="unit_change"),
    path("<str:code>/ket-thuc/", views.end, name="unit_end"),
]

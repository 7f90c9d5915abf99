"""Addresses of the numbers and functions of law, open to everybody."""

from django.urls import path

from coso.lawbook import views

MOUNT = "luat/"

urlpatterns = [
    path("", views.law, name="law"),
    path("<str:name>/", views.law_function, name="law_function"),
]

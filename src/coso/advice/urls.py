"""Addresses of the register of legal advice."""

from django.urls import path

from coso.advice import views

MOUNT = "tu-van/"
urlpatterns = [
    path("", views.advices, name="advices"),
    path("<uuid:key>/", views.advice, name="advice"),
    path("ghi/<str:code>/", views.advice_new, name="advice_new"),
]

"""Addresses of results."""

from django.urls import path

from coso.results.views import compare, years

MOUNT = "danh-gia/"
urlpatterns = [
    path("", years.grading, name="grading"),
    path("<int:year>/", years.grading_year, name="grading_year"),
    path("<int:year>/doi-chieu/", compare.compare, name="compare"),
]

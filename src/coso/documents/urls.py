"""Addresses of papers and files."""

from django.urls import path

from coso.documents import views

MOUNT = "tep/"
urlpatterns = [path("<uuid:key>/", views.attachment, name="attachment")]

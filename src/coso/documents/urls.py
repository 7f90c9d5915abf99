"""Addresses of papers and files."""

from django.urls import path

from coso.documents import views

urlpatterns = [path("<uuid:key>/", views.attachment, name="attachment")]

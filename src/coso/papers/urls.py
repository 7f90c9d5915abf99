"""Addresses of papers and files."""

from django.urls import path

from coso.papers.attachments import views

MOUNT = "tep/"
urlpatterns = [path("<uuid:key>/", views.attachment, name="attachment")]

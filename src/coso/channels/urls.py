"""Addresses of channels. Those of services are told to them by an administrator."""

from django.urls import path

from coso.channels import views

MOUNT = "kenh/"
urlpatterns = [
    path("", views.channels, name="channels"),
    path("tinh-trang/", views.channels_state, name="channels_state"),
    path("zalo/", views.zalo, name="hook_zalo"),
    path("messenger/", views.messenger, name="hook_messenger"),
    path("<slug:channel>/lam/", views.channel_deed, name="channel_deed"),
]

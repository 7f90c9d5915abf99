"""Addresses of dialogue."""

from django.urls import path

from coso.dialogue.views import sessions

MOUNT = "doi-thoai/"
urlpatterns = [
    path("", sessions.dialogues, name="dialogues"),
    path("moi/", sessions.dialogue_new, name="dialogue_new"),
    path("<uuid:key>/", sessions.dialogue, name="dialogue"),
    path("<uuid:key>/noi-dung/", sessions.dialogue_item, name="dialogue_item"),
    path("<uuid:key>/noi-dung/<uuid:item>/bo/", sessions.dialogue_item_remove, name="dialogue_item_remove"),
    path("<uuid:key>/<slug:step>/", sessions.dialogue_step, name="dialogue_step"),
]

"""Addresses of dialogue. The one of those concerned is short, since it stands on notice boards."""

from django.urls import path

from coso.dialogue.views import items, promises, sessions

MOUNT = ""
urlpatterns = [
    path("cam-ket/<str:mark>/", promises.confirm, name="confirm"),
    path("doi-thoai/", sessions.dialogues, name="dialogues"),
    path("doi-thoai/moi/", sessions.dialogue_new, name="dialogue_new"),
    path("doi-thoai/cam-ket/<uuid:key>/", promises.commitment, name="commitment"),
    path("doi-thoai/<uuid:key>/", sessions.dialogue, name="dialogue"),
    path("doi-thoai/<uuid:key>/noi-dung/", items.dialogue_item, name="dialogue_item"),
    path("doi-thoai/<uuid:key>/chu-de/", items.dialogue_topics, name="dialogue_topics"),
    path("doi-thoai/<uuid:key>/noi-dung/<uuid:item>/sua/", items.dialogue_item_change, name="dialogue_item_change"),
    path("doi-thoai/<uuid:key>/noi-dung/<uuid:item>/bo/", items.dialogue_item_remove, name="dialogue_item_remove"),
    path("doi-thoai/<uuid:key>/noi-dung/<uuid:item>/bien-ban/", items.dialogue_record, name="dialogue_record"),
    path("doi-thoai/<uuid:key>/noi-dung/<uuid:item>/cam-ket/", items.dialogue_promise, name="dialogue_promise"),
    path("doi-thoai/<uuid:key>/<slug:step>/", sessions.dialogue_step, name="dialogue_step"),
]

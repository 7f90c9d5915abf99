from importlib import import_module

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "coso.requests"
    label = "requests"

    def ready(self) -> None:
        import_module("coso.requests.undo_hooks")

from importlib import import_module

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "coso.duties"
    label = "duties"

    def ready(self) -> None:
        import_module("coso.duties.undo_hooks")

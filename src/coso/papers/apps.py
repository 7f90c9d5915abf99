from importlib import import_module

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "coso.papers"
    label = "papers"

    def ready(self) -> None:
        import_module("coso.papers.undo_hooks")

from importlib import import_module

from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "coso.grading"
    label = "grading"

    def ready(self) -> None:
        import_module("coso.grading.undo_hooks")

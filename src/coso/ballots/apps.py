from importlib import import_module

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "coso.ballots"
    label = "ballots"

    def ready(self) -> None:
        import_module("coso.ballots.undo_hooks")

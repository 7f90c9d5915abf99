from importlib import import_module

from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "coso.polls"
    label = "polls"

    def ready(self) -> None:
        import_module("coso.polls.undo_hooks")

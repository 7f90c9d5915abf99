from importlib import import_module

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "coso.register"
    label = "register"

    def ready(self) -> None:
        import_module("coso.register.undo_hooks")
        import_module("coso.register.member_counts")

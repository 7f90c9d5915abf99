from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "coso.register"
    label = "register"

    def ready(self) -> None:
        from coso.register import restore  # noqa: F401

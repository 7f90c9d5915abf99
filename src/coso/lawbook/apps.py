"""The application of the numbers and functions of law."""

from django.apps import AppConfig


class LawbookConfig(AppConfig):
    """Has no models: a page and a command over the ground band's law."""

    name = "coso.lawbook"

"""The application of the reading of collective agreements."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Has no models: pure functions, data files and a command."""

    name = "coso.agreements"

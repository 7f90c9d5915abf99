"""The application of the triage of messages."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Has no models: pure functions, data files and a command."""

    name = "coso.triage"

"""The application of places that need attention."""

from django.apps import AppConfig


class HotspotsConfig(AppConfig):
    """Has no models: pure functions, dated data and a command."""

    name = "coso.hotspots"

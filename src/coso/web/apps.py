from django.apps import AppConfig

from coso.access.permissions import permissions


class WebConfig(AppConfig):
    name = "coso.web"
    label = "web"

    def ready(self) -> None:
        """What the rooms declare is read at the start: a doubled key or an unknown permission stops it."""
        from coso.access.checks import checks
        from coso.access.deeds import deeds

        permissions()
        deeds()
        checks()

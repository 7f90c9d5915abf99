from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "coso.access"
    label = "access"

    def ready(self) -> None:
        """An empty field says what to do, not that a rule was broken."""
        Field.default_error_messages["required"] = _("Please fill this in.")

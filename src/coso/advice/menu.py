"""The entry of the main menu."""

from django.utils.translation import gettext_lazy as _

from coso.access.pages import MenuEntry
from coso.advice.permissions import SEE

MENU = [MenuEntry("advices", "scale", _("Legal advice"), SEE, 45)]

"""The entry of the main menu."""

from django.utils.translation import gettext_lazy as _

from coso.access.pages import MenuEntry
from coso.voice.permissions import READ

MENU = [MenuEntry("concerns", "message-2", _("Concerns"), READ, 40)]

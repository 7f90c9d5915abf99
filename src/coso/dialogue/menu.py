"""The entry of the main menu."""

from django.utils.translation import gettext_lazy as _

from coso.access.pages import MenuEntry
from coso.dialogue.permissions import READ

MENU = [MenuEntry("dialogues", "messages", _("Dialogue, agreements"), READ, 45)]

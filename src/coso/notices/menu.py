"""The entry of the main menu."""

from django.utils.translation import gettext_lazy as _

from coso.access.pages import MenuEntry
from coso.notices.permissions import READ

MENU = [MenuEntry("notices", "speakerphone", _("Notices"), READ, 45)]

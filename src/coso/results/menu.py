"""The entry of the main menu."""

from django.utils.translation import gettext_lazy as _

from coso.access.pages import MenuEntry

MENU = [MenuEntry("grading", "clipboard-check", _("Grading"), "grading.see", 60)]

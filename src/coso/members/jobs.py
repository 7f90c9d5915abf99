"""Background work of this room beside imports."""

from django.utils.translation import gettext_lazy as _

from coso.members.wide_export import EXPORT, export

JOBS = {EXPORT: export}
WORDS = {
    "members.export": _("Put a list of members together"),
}

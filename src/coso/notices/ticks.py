"""Every minute; it does something only where a notice is long past its day."""

from django.utils.translation import gettext_lazy as _

from coso.notices.services.sending import close_old

TICKS = [close_old]
WORDS = {"notices.close_old": _("Close notices that are long past their day")}

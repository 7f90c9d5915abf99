"""Every minute: finished actions are sealed, old import files go."""

import logging

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coso.access.journal.seal import seal_finished
from coso.access.once import forget_old
from coso.access.uploads import purge

log = logging.getLogger(__name__)


def seal() -> None:
    """Closes what is finished."""
    seal_finished()


def purge_imports() -> None:
    """Takes away the files of imports that nobody touched for as long as the settings say."""
    if gone := purge(settings.KEEP_IMPORTS_DAYS):
        log.warning("%d import files older than %d days were taken away", gone, settings.KEEP_IMPORTS_DAYS)


def forget_forms() -> None:
    """Takes away the one-time keys of old forms."""
    forget_old()


TICKS = [seal, purge_imports, forget_forms]
WORDS = {
    "access.seal": _("Seal finished actions"),
    "access.purge_imports": _("Take away files of old imports"),
    "access.forget_forms": _("Forget the keys of old forms"),
}

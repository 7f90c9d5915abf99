"""`restore FILE`."""

from pathlib import Path

from django.utils.translation import gettext as _

from coso.web.backups import restore
from coso.web.commands import KeepingCommand, keys_apart


class Command(KeepingCommand):
    """Restores the database and the files into an empty installation."""

    def keep(self, file: Path) -> str:
        """Reads the archive, and says whether its keys are here."""
        if restore(file):
            return keys_apart()
        return _(
            "Restored, but with other keys: put the key file of the installation that was backed up at {path} before "
            "the start; without it national IDs cannot be read."
        )

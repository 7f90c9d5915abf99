"""`backup FILE`."""

from pathlib import Path

from coso.web.backups import backup
from coso.web.commands import KeepingCommand, keys_apart


class Command(KeepingCommand):
    """Backs up the database and the files."""

    def keep(self, file: Path) -> str:
        """Writes the archive."""
        backup(file)
        return keys_apart()

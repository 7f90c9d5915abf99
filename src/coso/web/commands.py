"""What `backup` and `restore` have in common: a file, and words about the keys that stay apart."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from coso.web.backups import BackupError


class KeepingCommand(BaseCommand):
    """A command that writes or reads one archive."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")

    def keep(self, file: Path) -> str:
        """Does it, and says what came of it. May raise BackupError."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                said = self.keep(Path(options["file"]).absolute())
            except BackupError as wrong:
                raise CommandError(str(wrong)) from wrong
            self.stdout.write(said.format(path=settings.KEY_FILE))


def keys_apart() -> str:
    """The words that end a backup and a restore."""
    return _("Done. The key file is not in the archive: keep {path} apart, in a safe place.")

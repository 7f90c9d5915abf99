"""`backup FILE`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from coso.web.keeping import KeepingError, backup


class Command(BaseCommand):
    """Backups the database and the files."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                backup(Path(options["file"]).absolute())
            except KeepingError as wrong:
                raise CommandError(str(wrong)) from wrong
            self.stdout.write(
                _("Done. The key file is not in the archive: keep {path} apart, in a safe place.").format(
                    path=settings.KEY_FILE
                )
            )

"""`doctor [--seal NO:ROOT] [--mend]`: checks the installation; ends with 1 if something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.journal.erasing import erased_pages
from coso.web.doctor import findings, mend


def printed_seal(text: str) -> tuple[int, str] | None:
    """A seal as papers print it: its number, a colon and its root in hexadecimal. Raises CommandError."""
    number, _colon, root = text.partition(":")
    try:
        return (int(number), bytes.fromhex(root.strip()).hex()) if text else None
    except ValueError as wrong:
        raise CommandError(_("Write the seal as on the paper: number:root, as in 12:9f0a…")) from wrong


def _require_tables() -> None:
    """Raises CommandError where tables are missing or older than this version: nothing else could be said."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(_("The database is not set up, or of an older version: start ./coso run once."))


class Command(BaseCommand):
    """Says what is wrong with the installation, and what to do."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--seal", default="", help="number:root of a printed seal")
        parser.add_argument("--mend", action="store_true", help="first derive anew what is derived from other rows")

    def handle(self, *_args: Any, **options: Any) -> None:
        _require_tables()
        if options["mend"]:
            mend()
        with translation.override("vi"):
            found = list(findings(printed_seal(options["seal"])))
            for text in found:
                self.stdout.write(f"✗ {text}")
            if erased := erased_pages():
                self.stdout.write(_("{n} pages of the journal are erased; their seals verify.").format(n=erased))
            self.stdout.write(_("All is well.") if not found else _("{n} findings.").format(n=len(found)))
        if found:
            raise SystemExit(1)

"""`import_units FILE [--day D] [--dry-run] [--good-rows] --json`."""

from pathlib import Path
from typing import Any

from coso.access.commands import ImportCommand
from coso.lib.dates import read_iso
from coso.lib.report import ImportReport
from coso.register.imports import import_units


class Command(ImportCommand):
    """Imports a list of units."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--day", type=read_iso, default=None)

    def run(self, **options: Any) -> ImportReport:
        flags = {name: options[name] for name in ("day", "sheet", "dry_run", "good_rows", "months_first")}
        return import_units(path=Path(options["file"]), by=None, **flags)

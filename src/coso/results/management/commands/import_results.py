"""`import_results FILE --year Y [--document TEXT] [--dry-run] [--good-rows] --json`."""

from pathlib import Path
from typing import Any

from coso.access.commands import ImportCommand
from coso.lib.report import ImportReport
from coso.results.reported import import_results


class Command(ImportCommand):
    """Takes in levels of a year known only on paper."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--document", default="")

    def run(self, **options: Any) -> ImportReport:
        flags = {name: options[name] for name in ("year", "document", "sheet", "dry_run", "good_rows")}
        return import_results(path=Path(options["file"]), by=None, **flags)

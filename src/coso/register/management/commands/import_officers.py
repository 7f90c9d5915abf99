"""`import_officers FILE [--origin URL] [--dry-run] [--good-rows] --json`: people, seats and printed codes."""

from pathlib import Path
from typing import Any

from coso.access.commands import ImportCommand
from coso.lib.report import ImportReport
from coso.register.imports.officers import import_officers
from coso.register.imports.slips import write_slips
from coso.register.services.first_codes import print_codes


class Command(ImportCommand):
    """Imports a list of officers and writes their slips beside the file."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--origin", default="http://localhost:8000")

    def run(self, **options: Any) -> ImportReport:
        path = Path(options["file"])
        flags = {name: options[name] for name in ("sheet", "dry_run", "good_rows", "months_first")}
        report, users = import_officers(path=path, by=None, **flags)
        if slips := print_codes(usernames=users, by=None) if users else []:
            write_slips(slips, path.with_name(f"{path.stem}-ma.html"), options["origin"])
        return report

"""`import_members FILE --unit CODE [--day D] [--of members|workers] [--dry-run] [--good-rows] --json`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coso.access.commands import ImportCommand
from coso.lib import clock
from coso.lib.dates import read_iso
from coso.lib.report import ImportReport
from coso.members.importing import Asked, import_members
from coso.register.models import Unit


class Command(ImportCommand):
    """Imports a list of members, or counts a list of workers."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--unit", required=True)
        parser.add_argument("--day", type=read_iso, default=None)
        parser.add_argument("--of", choices=["members", "workers"], default="members")
        parser.add_argument("--broken", action="store_true", help="take broken rows without the wrong cells")
        parser.add_argument("--sure", action="store_true", help="a count that is asked about is right")

    def run(self, **options: Any) -> ImportReport:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mang mã {options['unit']}.")
        path = Path(options["file"])
        asked = Asked(
            path,
            unit,
            options["day"] or clock.today(),
            options["of"],
            options["dry_run"],
            options["good_rows"],
            broken=options["broken"],
            sure=options["sure"],
            sheet=options["sheet"],
            months_first=options["months_first"],
            problem_file=path.with_name(f"{path.stem}-loi.xlsx"),
        )
        return import_members(asked=asked, by=None)

"""What our import commands have in common: JSON or words on standard output."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.refusals import RefusedError
from coso.access.sheets import which_order
from coso.lib.report import ImportReport
from coso.lib.tables import TableError

ORDERS = {"day": False, "month": True}


class ImportCommand(BaseCommand):
    """A command that reads a file and prints its report."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--good-rows", action="store_true")
        parser.add_argument("--sheet", default="", help="the sheet to read; else the fullest list, or the open one")
        parser.add_argument("--days", choices=ORDERS, default=None, help="which comes first where a column has both")
        parser.add_argument("--json", action="store_true")

    def run(self, **options: Any) -> ImportReport:
        """Does the import."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                report = self.run(**options, months_first=ORDERS.get(options["days"]))
            except RefusedError as wrong:
                raise CommandError(str(wrong)) from wrong
            except TableError as wrong:
                raise CommandError(wrong.text_vi) from wrong
            self._say(report, as_json=options["json"])
        if report.problems and not options["good_rows"] and not options["dry_run"]:
            raise SystemExit(1)

    def _say(self, report: ImportReport, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
            return
        for remark in report.remarks:
            self.stdout.write(remark)
        if len(report.sheets) > 1:
            names = ", ".join(name for name, _rows in report.sheets)
            self.stdout.write(
                _("Sheet “{sheet}” was read; the file has: {names}.").format(sheet=report.sheet, names=names)
            )
        if asked := which_order(report):
            self.stdout.write(f"{asked} (--days)")
        for problem in report.problems:
            self.stdout.write(_("Row {row}, {column}: {reason}").format(**vars_of(problem)))
        counts = {"rows": report.rows, "imported": report.imported, "updated": report.updated}
        self.stdout.write(_("{rows} rows read, {imported} new, {updated} changed.").format(**counts))


def vars_of(problem: Any) -> dict[str, Any]:
    """The fields of a problem for a sentence."""
    return {name: getattr(problem, name) for name in ("row", "column", "value", "reason")}

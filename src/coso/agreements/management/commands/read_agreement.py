"""`read_agreement --region II --on 2023-03-15 --wage 7800000 --json < agreement.txt`: its clauses against the law."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from coso.agreements import documents, measuring
from coso.agreements.reading import read
from coso.lib.tables.book import TableError

REGIONS = ("I", "II", "III", "IV")


class Command(BaseCommand):
    """Reads an agreement from standard input, or a Word file; needs no database."""

    help = "Read the clauses of a collective agreement and compare them with the law of its day and region."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--region", choices=REGIONS, help="region of the minimum wage")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="day of signing, as 2023-03-15")
        parser.add_argument("--wage", type=int, help="average wage of a month, đồng")
        parser.add_argument("--docx", type=Path, help="a Word file instead of standard input")
        parser.add_argument("--json", action="store_true", help="print JSON (always so)")
        parser.add_argument("--measure", type=Path, nargs="+", help="labelled files: how often the reading is right")
        parser.add_argument("--language", choices=["vi", "en"], default="vi", help="the language of messages")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            if options["measure"]:
                self._measure(options["measure"])
            else:
                self._read(**options)

    def _read(
        self, *, region: str | None, on: dt.date | None, wage: int | None, docx: Path | None, **_rest: Any
    ) -> None:
        if region is None or on is None or wage is None or wage < 0:
            raise CommandError(_("Give --region, --on and --wage."))
        clauses = read(_text(docx), region, on, wage)
        said = {"clauses": [clause.as_json() for clause in clauses]}
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode())

    def _measure(self, files: list[Path]) -> None:
        for file in files:
            self.stdout.write(f"{file.name}: {measuring.of_file(file)}")


def _text(docx: Path | None) -> str:
    """The text asked about. Raises CommandError with what to do."""
    try:
        return documents.text_of(docx) if docx else sys.stdin.buffer.read().decode("utf-8-sig")
    except TableError as wrong:
        raise CommandError(str(wrong)) from wrong
    except UnicodeDecodeError as wrong:
        raise CommandError(_("The text is not in UTF-8. Save it again as UTF-8.")) from wrong

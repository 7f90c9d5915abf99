"""`results --year Y [--unit CODE] --json`: the same figures as the result page."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coso.evaluation.results import as_dict, result
from coso.register.models import Unit


class Command(BaseCommand):
    """Prints the result of a year."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--unit", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if options["unit"] and unit is None:
            raise CommandError(f"Không có đơn vị mang mã {options['unit']}.")
        found = as_dict(result(options["year"], unit))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for stratum, row in found["strata"].items():
            self.stdout.write(f"{stratum}: {row['good_or_better']}/{row[found['denominator']]} {row['shares']}")

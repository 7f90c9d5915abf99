"""`results --year Y [--unit CODE] [--by-managing] [--nearest] --json`: the same figures as the result page."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coso.register.models import Unit
from coso.results.by_unit import branch_dict, branches
from coso.results.gainable import near_dict, nearest
from coso.results.reads import Result, as_dict, result, sheets_of
from coso.rubrics.specs import grammar_of


class Command(BaseCommand):
    """Prints the result of a year."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--unit", default="")
        parser.add_argument("--by-managing", action="store_true", help="also by managing union")
        parser.add_argument("--nearest", action="store_true", help="also the unions just under good, cheapest points")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if options["unit"] and unit is None:
            raise CommandError(f"Không có đơn vị mang mã {options['unit']}.")
        if unit and unit.path == unit.label:
            unit = None
        found = result(options["year"], unit)
        said = as_dict(found)
        if options["by_managing"]:
            said["by_managing"] = [branch_dict(row) for row in branches(found, unit)]
        if options["nearest"]:
            said["nearest"] = _nearest(options["year"], unit)
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self._tell(found, said)

    def _tell(self, found: Result, said: dict[str, Any]) -> None:
        for stratum, row in said["strata"].items():
            below = row[found.denominator]
            self.stdout.write(f"{stratum}: {row['good_or_better']}/{below} {row['shares']} missing {row['missing']}")
        for row in said.get("by_managing", ()):
            shares = {stratum: one["shares"][found.denominator] for stratum, one in row["strata"].items()}
            self.stdout.write(f"{row['unit'] or '-'} {row['name']}: {shares}")
        for row in said.get("nearest", ()):
            self.stdout.write(f"{row['unit']} {row['points']} (-{row['short']}): {row['openings'][:3]}")


def _nearest(year: int, unit: Unit | None) -> list[dict[str, Any]]:
    rounds, sheets = sheets_of(year, unit)
    if not rounds:
        return []
    first = sheets.filter(round=rounds[0])
    return [near_dict(each) for each in nearest(first, grammar_of(rounds[0].rubric))]

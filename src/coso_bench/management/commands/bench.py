"""`bench [--parts …] [--times N] [--rows N] [--times10] [--here] [--json]`: what is to be reached, measured."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from coso_bench.parts import GROWTH, PARTS, BenchError, measure_all, measure_here

READING = {"pages", "exports", "rate", "slow"}


class Command(BaseCommand):
    """Measures on a scratch installation; with --here on the data at hand, and then only what does not write."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--parts", nargs="*", choices=(*PARTS, GROWTH), default=list(PARTS))
        parser.add_argument("--times", type=int, default=30)
        parser.add_argument("--rows", type=int, default=200_000, help="rows of the member file")
        parser.add_argument("--preset", default="province")
        parser.add_argument("--here", action="store_true", help="on the data at hand: pages, exports, rate, slow")
        parser.add_argument("--times10", action="store_true", help="then ten times as many members: how pages grow")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        here, wanted = options["here"], options["parts"] + [GROWTH] * options["times10"]
        if here and not self._scratch() and set(wanted) - READING:
            raise CommandError("These parts write; they run on a scratch installation only: leave --here away.")
        measured = (options["times"], options["rows"])
        rows = measure_here(wanted, *measured) if here else measure_all(wanted, *measured, options["preset"])
        try:
            with translation.override("vi"):
                self._print(rows, as_json=options["json"])
        except BenchError as wrong:
            raise CommandError(str(wrong)) from wrong

    @staticmethod
    def _scratch() -> bool:
        return bool(settings.DEMO and settings.DATA.name == "bench")

    def _print(self, rows: Any, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([row.as_dict() for row in rows]))
            return
        for row in rows:
            self.stdout.write(str(row))

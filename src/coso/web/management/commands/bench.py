"""`bench [--times N] [--json]`: server times of the main pages on the database at hand."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coso.web.bench import BenchError, as_rows, measure


class Command(BaseCommand):
    """Measures; writes nothing."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--times", type=int, default=30)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            timings = measure(options["times"])
        except BenchError as wrong:
            raise CommandError(str(wrong)) from wrong
        if options["json"]:
            self.stdout.write(json.dumps(as_rows(timings)))
            return
        for each in timings:
            self.stdout.write(f"{each.what:28} p50 {each.p50:8.1f} ms  p95 {each.p95:8.1f} ms  × {each.ratio}")

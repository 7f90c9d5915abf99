"""`seed_demo --preset small|province`: fills an empty database with made-up data."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from coso.access.refusals import RefusedError
from coso_demo.plan import PRESETS
from coso_demo.seeding import seed


class Command(BaseCommand):
    """Seeds the demo."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--preset", choices=PRESETS, default="small")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo (COSO_DEMO is not set).")
        with translation.override("vi"):
            try:
                seed(options["preset"], self.stdout.write)
            except RefusedError as wrong:
                raise CommandError(str(wrong)) from wrong

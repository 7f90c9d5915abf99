"""Lists new messages in the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from coso.web.catalogs import collect


class Command(BaseCommand):
    help = "Lists new messages in the catalogue."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{collect()} untranslated")

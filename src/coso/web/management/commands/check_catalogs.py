"""Says what the catalogue lacks."""

from typing import Any

from django.core.management.base import BaseCommand

from coso.web.catalogs import gaps


class Command(BaseCommand):
    help = "Says what the catalogue lacks."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = list(gaps())
        for gap in found:
            self.stderr.write(gap)
        if found:
            raise SystemExit(1)

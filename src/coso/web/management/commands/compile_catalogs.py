"""Compiles the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from coso.web.catalogs import compile_all


class Command(BaseCommand):
    help = "Compiles the catalogue."

    def handle(self, *_args: Any, **_options: Any) -> None:
        compile_all()

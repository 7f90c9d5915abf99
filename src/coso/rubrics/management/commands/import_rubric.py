"""`import_rubric FILE`: takes in a rubric from YAML."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from coso.access.refusals import RefusedError
from coso.rubrics.services.rubrics import take_in_rubric


class Command(BaseCommand):
    """Takes in a rubric, or says all that is wrong with it."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                rubric = take_in_rubric(source=Path(options["file"]).read_text(), by=None)
            except (RefusedError, OSError, UnicodeDecodeError) as wrong:
                raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{rubric.code} · {rubric.status} · {rubric.title_vi}")

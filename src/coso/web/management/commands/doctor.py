"""`doctor [--seal NO:ROOT]`: checks the installation; ends with 1 if something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.journal.erasing import erased_pages
from coso.web.doctor import findings


class Command(BaseCommand):
    """Says what is wrong with the installation."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--seal", default="", help="number:root of a printed seal")

    def handle(self, *_args: Any, **options: Any) -> None:
        number, _colon, root = options["seal"].partition(":")
        with translation.override("vi"):
            found = list(findings((int(number), root) if number else None))
            for text in found:
                self.stdout.write(f"✗ {text}")
            if erased := erased_pages():
                self.stdout.write(_("{n} pages of the journal are erased; their seals verify.").format(n=erased))
            self.stdout.write(_("All is well.") if not found else _("{n} findings.").format(n=len(found)))
        if found:
            raise SystemExit(1)

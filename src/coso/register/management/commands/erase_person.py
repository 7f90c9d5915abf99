"""Blanks a person's details: ./coso manage erase_person DV0000123 --reason "…"."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from coso.access.refusals import RefusedError
from coso.register.models import Person
from coso.register.services.erasure import erase_person


class Command(BaseCommand):
    """Cannot be undone: the seals of the journal still verify, and say how many pages were erased."""

    help = "Blank a person's details in the register and in the journal."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("code")
        parser.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        person = Person.objects.filter(code=options["code"].upper()).first()
        if person is None:
            raise CommandError(_("No person has this code."))
        try:
            pages = erase_person(person=person, reason=options["reason"], by=None)
        except RefusedError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(_("{code} is erased, also in {n} pages of the journal.").format(code=person.code, n=pages))

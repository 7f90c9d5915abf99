"""`administrator [--if-none] [--origin URL]`: a one-time code for whoever runs the machine."""

from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.codes import administrator_code, administrator_waits


class Command(BaseCommand):
    """Opens, or opens again, the administrator's account."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--if-none", action="store_true", help="only if nobody has opened such an account")
        parser.add_argument("--origin", default="http://127.0.0.1:8000")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["if_none"] and not administrator_waits():
            return
        with translation.override("vi"):
            account, code = administrator_code()
            self.stdout.write(_("User name of the administrator: {name}").format(name=account.username))
            self.stdout.write(_("Code, good once, for 30 days: {code}").format(code=code))
            address = f"{options['origin']}{reverse('first_sign_in')}"
            self.stdout.write(_("Type it here and choose a password: {address}").format(address=address))

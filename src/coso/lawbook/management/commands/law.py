"""`law NAME key=value … --json`: what the law says, with its source and how sure we are."""

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coso.law.answering import Answer, WrongInputError
from coso.law.functions import FUNCTIONS, function
from coso.lawbook.wording import plain, sentence, shown
from coso.lib import clock

USES = "\n".join(
    f"  {each.name} " + " ".join(f"{a.name}=" if a.default is None else f"[{a.name}=]" for a in each.asked)
    for each in FUNCTIONS.values()
)
HELP = f"""Ask a function of law.

{USES}
  KEY of a parameter [on=]

Numbers may be grouped or end in %, days are 2026-11-22 or 22/11/2026, yes and no also có and không; the order is free.
Without `on` the law of today answers. What is not known or not fixed answers the status "chưa rõ" with the reason.
Wrong input ends with exit code 2. Needs no database."""
WRONG = 2


class Command(BaseCommand):
    """Asks a function of law; needs no database."""

    help = HELP
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name")
        parser.add_argument("given", nargs="*", metavar="key=value")
        parser.add_argument("--json", action="store_true", help="the answer, or {error}, as one JSON object")
        parser.add_argument("--language", choices=["vi", "en"], default="vi", help="the language of sentences")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                answer = function(options["name"]).ask(_pairs(options["given"]), clock.today())
            except WrongInputError as wrong:
                self._refuse(sentence(wrong.said), options["json"])
            self.stdout.write(json.dumps(plain(answer), ensure_ascii=False) if options["json"] else _text(answer))

    def _refuse(self, said: str, as_json: bool) -> NoReturn:
        if as_json:
            self.stdout.write(json.dumps({"error": said}, ensure_ascii=False))
        raise CommandError(said, returncode=WRONG)


def _pairs(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        key, sign, text = each.partition("=")
        if not sign:
            raise WrongInputError(gettext_noop("Write key=value, not “{text}”."), text=each[:40])
        if key.strip() in found:
            raise WrongInputError(gettext_noop("“{name}” is given twice."), name=key.strip()[:40])
        found[key.strip()] = text
    return found


def _text(answer: Answer) -> str:
    lines = [f"{key}: {shown(value)}" for key, value in answer.values.items()]
    lines += [sentence(step) for step in answer.steps]
    lines += [sentence(answer.reason)] if answer.reason else []
    return "\n".join(
        [*lines, _("Source: {text}").format(text=answer.source), _("Status: {text}").format(text=answer.status)]
    )

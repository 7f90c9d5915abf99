"""`radar --json < timelines.json`: the score of each day of timelines of messages."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from coso.hotspots import timelines
from coso.hotspots.scoring import Reading, readings

HELP = """Score how near workplaces are to a collective dispute, day by day, from their messages.

Reads from standard input, as JSON or YAML, one timeline, a list of them, or {"timelines": [...]}. A timeline has id,
start_date, end_date (days like 2025-12-31; without them the first and last message) and messages, each with date,
group and text; a message may have "answered" (a day, or null: then answers count as known), a timeline
"nearby_stoppages" (days). Other fields, labels among them, are not read. A day is judged by the messages up to its end.

Writes a JSON line for each day: id, date, score (0 to 100), level (none, watch, yellow, red), level_number (0 to 3),
known (false: nobody wrote for weeks, a low score says nothing) and because, a sentence for each part of the score.
Needs no database."""


class Command(BaseCommand):
    """Judges timelines from standard input; needs no database."""

    help = HELP
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON line for each day (always so)")
        parser.add_argument("--language", choices=["vi", "en"], default="vi", help="the language of the reasons")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            for timeline in _read(sys.stdin.buffer.read()):
                for said in readings(timeline.unit(), timeline.first, timeline.last, timeline.facts):
                    self.stdout.write(_line(timeline.id, said))


def _read(given: bytes) -> list[timelines.Timeline]:
    try:
        return timelines.read(given.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise CommandError(_("The input is not in UTF-8.")) from wrong
    except ValueError as wrong:
        raise CommandError(str(wrong)) from wrong


def _line(key: str | int | None, said: Reading) -> str:
    line = {
        "id": key,
        "date": said.day.isoformat(),
        "score": said.score,
        "level": said.level_name,
        "level_number": said.level,
        "known": said.known,
        "because": [str(reason) for reason in said.reasons],
    }
    return json.dumps(line, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()

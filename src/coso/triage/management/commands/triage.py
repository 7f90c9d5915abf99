"""`triage --json < messages.jsonl`: suggestions for messages; `triage --report [--on FILE]`: how good they are."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from coso.triage import measuring
from coso.triage.examples import Example, example, own
from coso.triage.judging import suggest
from coso.triage.terms import TOPICS


class Command(BaseCommand):
    """Reads JSON lines {"id", "text"} from standard input; needs no database."""

    help = "Suggest topics and urgency for messages, with reasons."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON line for each message (always so)")
        parser.add_argument("--report", action="store_true", help="measure on the product's own messages by folds")
        parser.add_argument("--on", type=Path, help="measure on labelled JSON lines instead")
        parser.add_argument("--language", choices=["vi", "en"], default="vi", help="the language of the reasons")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            if options["report"] or options["on"]:
                self._report(options["on"])
            else:
                self._suggest(sys.stdin.buffer)

    def _suggest(self, lines: Iterable[bytes]) -> None:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                said = _message(line)
            except ValueError as wrong:
                self.stderr.write(_("Line {n}: {reason}").format(n=number, reason=wrong))
                continue
            self.stdout.write(_line(said))

    def _report(self, file: Path | None) -> None:
        examples = _labelled(file) if file else own()
        found = measuring.on(examples) if file else measuring.by_folds(examples)
        words = measuring.word_figures(examples)
        self.stdout.write(_("{n} messages: learnt | word lists alone").format(n=len(examples)))
        for title, ours, theirs in _rows(found, words):
            self.stdout.write(f"{title}: {ours} | {theirs}")


def _message(line: bytes) -> dict[str, Any]:
    """A message of a line. Raises ValueError with what is wrong."""
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise ValueError(_("not JSON in UTF-8")) from wrong
    if isinstance(said, dict) and isinstance(said.get("text"), str):
        return said
    raise ValueError(_("an object with “id” and a “text” in words is needed"))


def _line(said: dict[str, Any]) -> str:
    found = suggest(said["text"])
    line = {
        "id": said.get("id"),
        "topics": found.topics,
        "urgency": found.urgency,
        "collective": found.collective,
        "because": [str(reason) for reason in found.because],
    }
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode()


def _labelled(file: Path) -> list[Example]:
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [example(row, row["text"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise CommandError(f"{file}: {wrong}") from wrong


def _rows(*columns: measuring.Figures) -> Iterator[tuple[str, str, str]]:
    ours, theirs = columns
    yield _("topics, micro-F1"), f"{ours.f1():.3f}", f"{theirs.f1():.3f}"
    yield _("urgency 3 found"), _share(ours.urgent), _share(theirs.urgent)
    yield _("others raised to 3"), _share(ours.raised), _share(theirs.raised)
    pairs = [(each.same_urgency, each.messages) for each in columns]
    yield _("urgency as labelled"), _share(pairs[0]), _share(pairs[1])
    pairs = [(each.same_collective, each.messages) for each in columns]
    yield _("many concerned as labelled"), _share(pairs[0]), _share(pairs[1])
    for topic, name in TOPICS.items():
        yield f"F1 {name}", f"{ours.f1(topic):.2f}", f"{theirs.f1(topic):.2f}"


def _share(of: tuple[int, int]) -> str:
    return f"{of[0]}/{of[1]} ({100 * of[0] / of[1]:.1f} %)" if of[1] else "0/0"

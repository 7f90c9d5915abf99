"""What a room declares of a list that it takes in from a file; the wizard of `coso.imports` shows and runs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.http import HttpResponse
from django.utils.functional import Promise

from coso.access.forms import ListForm
from coso.access.jobs import Running
from coso.access.models import Job
from coso.access.permissions import by_key
from coso.access.requests import Request
from coso.access.uploads import folder_of
from coso.lib.report import ImportReport

STAGES = 3
Text = str | Promise
Asked = Mapping[str, Any]


@dataclass
class Outcome:
    """What a list holds, or what was booked of it; without a report it was only looked at.

    `more` is kept with the result, for the room's own pages or in the place of a count; `settled` is added to what the
    booking is asked with; `questions` must be answered yes before it is booked.
    """

    report: ImportReport | None = None
    more: dict[str, Any] = field(default_factory=dict)
    settled: dict[str, Any] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sent:
    """A list somebody sent: its newest check, its booking if there is one, and the address of its page."""

    check: Job
    booking: Job | None
    back: str


@dataclass(frozen=True)
class Page:
    """A page of a room's own for a list that was sent, shown to its sender only."""

    path: str
    name: str
    view: Callable[[Request, Sent], HttpResponse]


@dataclass(frozen=True)
class Sample:
    """An empty list to fill in: its address' name, the file's name, and what writes it."""

    name: str
    file: str
    write: Callable[[BinaryIO], None]


def nothing(_request: Request, _sent: Sent | None) -> Mapping[str, Any]:
    """No more than what every list shows."""
    return {}


@dataclass(frozen=True)
class Import:
    """A kind of list: who may send it, where, what is asked with it, how it is checked and booked.

    `check` reads and writes nothing, and may say when it is past the first of its STAGES; `book` reads too, and what
    it returns only writes. `parts` are templates of the room's own: `upload` below the form, `checked` and `booked`
    below the counts, `links` among those at the end; `context` gives what they show.
    """

    key: str
    permission: str
    path: str
    home: str
    heading: Callable[[Asked], Text]
    new: Callable[[Asked], Text]
    form: Callable[[Request], ListForm]
    check: Callable[[Running], Outcome]
    book: Callable[[Running], Callable[[], Outcome]]
    work: tuple[Text, Text]
    intro: Text = ""
    ask: Callable[[Request, Asked], Asked] = lambda _request, _said: {}
    context: Callable[[Request, Sent | None], Mapping[str, Any]] = nothing
    parts: Mapping[str, str] = field(default_factory=dict)
    sample: Sample | None = None
    pages: tuple[Page, ...] = ()

    @property
    def kinds(self) -> tuple[str, str]:
        """The kinds of the jobs that check and book a list."""
        return f"{self.key}.check", f"{self.key}.book"


@cache
def imports() -> Mapping[str, Import]:
    """The lists that the rooms take in, by key. Raises ValueError on a doubled key."""
    return by_key("import_kinds", "IMPORTS")


def source_of(asked: Asked) -> Path:
    """The file that a job on a list reads."""
    return folder_of(asked["key"]) / str(asked["file"])

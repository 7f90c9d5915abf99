"""Many at once, over the network: list pages a second, and people typing while a file is imported.

Writes: for a scratch installation only.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse

from coso.access.journal import act
from coso.access.management.commands.work import GIVES_WAY
from coso.access.models import Account
from coso.grading.chain import SELF
from coso.grading.models import Round, Sheet, SheetLine
from coso.grading.prefill import TYPED
from coso.lib.points import POINT
from coso.register.models import Person, Unit
from coso.register.services.people import add_member
from coso.register.services.seats import appoint
from coso_bench.importing import union_codes
from coso_bench.member_file import write_members
from coso_bench.pages import PLAIN, specialist
from coso_bench.server import Browser, served
from coso_bench.timing import BenchError, Measured, ms, p95

CLIENTS, SECONDS = 8, 8.0
TYPISTS, PAUSE, LEAST, ROWS = 50, 2.0, 20.0, 10_000
LONGEST = {"sqlite": 0.3, "postgresql": 0.1}
SAVE = 100
PER_SECOND = {"sqlite": 150, "postgresql": 120}
OK = 200


def pages_a_second() -> Iterator[Measured]:
    """The list of members, and an empty page beside it in the same run."""
    with served() as port:
        empty = _rate(port, reverse(PLAIN))
        lists = _rate(port, reverse("members"))
    target = PER_SECOND[connection.vendor]
    yield Measured("load", "empty pages, signed in", empty, "pages/s")
    yield Measured("load", "list pages, signed in", lists, "pages/s", target, round(lists / empty, 2), "the empty page")


def _rate(port: int, path: str) -> float:
    account, counts = specialist(), [0] * CLIENTS
    end = time.monotonic() + SECONDS

    def walk(n: int) -> None:
        browser = Browser(port, account)
        while time.monotonic() < end:
            if browser.get(path) != OK:
                raise BenchError(f"{path} does not answer with {OK}")
            counts[n] += 1

    _together([threading.Thread(target=walk, args=(n,)) for n in range(CLIENTS)])
    return sum(counts) / SECONDS


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@dataclass
class Typist:
    """A chair at a sheet, who types into one line after another."""

    browser: Browser
    lines: list[SheetLine]
    spent: list[float] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)
    refused: int = 0

    def type(self, opened: threading.Barrier, stop: threading.Event, late: float) -> None:
        """Opens the sheet; once all have, a save every two seconds until the import is over."""
        self.browser.get(reverse("sheet", args=[self.lines[0].sheet_id]))
        opened.wait()
        time.sleep(late)
        n = 0
        while not stop.is_set():
            line = self.lines[n % len(self.lines)]
            points = (n // len(self.lines) + 1) % 2
            begun = time.perf_counter()
            answer = self.browser.post(reverse("line_score", args=[line.pk]), {"points": str(points)})
            self.spent.append(time.perf_counter() - begun)
            self.refused += answer != OK
            self.said[str(line.pk)] = points * POINT
            n += 1
            stop.wait(PAUSE)


def typing_while_importing() -> Iterator[Measured]:
    """Fifty chairs type while 10,000 rows are imported by a process of its own; then every cell is looked up."""
    file = Path(settings.DATA) / "members-typing.xlsx"
    write_members(file, ROWS, union_codes(), first=900_000)
    with served() as port:
        typists = [Typist(Browser(port, chair), lines) for chair, lines in _chairs()]
        opened, stop = threading.Barrier(TYPISTS + 1), threading.Event()
        threads = [
            threading.Thread(target=typist.type, args=(opened, stop, n * PAUSE / TYPISTS))
            for n, typist in enumerate(typists)
        ]
        for thread in threads:
            thread.start()
        opened.wait()
        _import_meanwhile(file)
        stop.set()
        for thread in threads:
            thread.join()
    spent = [each for typist in typists for each in typist.spent]
    yield Measured(
        "load", f"{TYPISTS} people typing during an import, {len(spent)} saves", ms(p95(spent)), "ms p95", SAVE
    )
    wait, target = round(max(spent), 3), LONGEST[connection.vendor]
    yield Measured("load", f"longest wait of a save while {ROWS} rows are imported", wait, "s", target)
    yield Measured("load", "saves lost", float(_lost(typists)), "saves", 0)


def _import_meanwhile(file: Path) -> None:
    begun = time.monotonic()
    root = Unit.objects.order_by("path").first()
    as_the_worker = ["nice", "-n", str(GIVES_WAY), sys.executable, "-m", "django"]
    argv = [*as_the_worker, "import_members", str(file), "--unit", root.code if root else "", "--good-rows", "--json"]
    time.sleep(PAUSE)
    subprocess.run(argv, check=True, env=os.environ.copy(), stdout=subprocess.DEVNULL)
    time.sleep(max(0.0, LEAST - (time.monotonic() - begun)))


def _chairs() -> Iterator[tuple[Account, list[SheetLine]]]:
    """A chair with an account for each of fifty sheets that are being scored, and the lines typed by hand."""
    newest = Round.objects.order_by("-year").first()
    sheets = list(Sheet.objects.filter(round=newest, step=SELF).select_related("unit").order_by("id")[:TYPISTS])
    if len(sheets) < TYPISTS:
        raise BenchError(f"fewer than {TYPISTS} sheets are being scored")
    for n, sheet in enumerate(sheets):
        yield _chair(sheet, n), list(sheet.lines.filter(status=TYPED, level="").order_by("n")[:4])


def _chair(sheet: Sheet, n: int) -> Account:
    account = Account.objects.create(username=f"bench{n}", name=f"Bench {n}")
    day = sheet.round.start
    person = add_member(unit=sheet.unit, day=day, values={"name": "Nguyễn Văn Đo"}, by=None)
    with act(by=None, verb="demo.seed") as a:
        a.write(Person, {person.id: {"user_id": account.id}})
    appoint(person=person, unit=sheet.unit, post="vice_chair", day=day, by=None)
    return account


def _lost(typists: list[Typist]) -> int:
    said = {key: value for typist in typists for key, value in typist.said.items()}
    now = {str(key): own for key, own in SheetLine.objects.filter(pk__in=said).values_list("pk", "own")}
    return sum(now[key] != value for key, value in said.items()) + sum(typist.refused for typist in typists)

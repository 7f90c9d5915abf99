"""Concerns: how many are taken in a second beside empty signed-out pages, what a worker loads, what the board takes.

Writes: for a scratch installation only.
"""

import http.client
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from coso.triage.judging import suggest
from coso.voice.models import Concern, Poster
from coso.voice.readers import desks_for
from coso.voice.receipts import made_of
from coso_bench.pages import PLAIN, specialist
from coso_bench.server import HOST, PATIENCE, served
from coso_bench.timing import BenchError, Measured, in_turn, ms

CLIENTS, SECONDS = 8, 8.0
OK, WORDS = 200, 200
OF_EMPTY, LIGHT, BOARD, TRIAGE = 1 / 3, 50, 3.0, 5.0  # a third of empty pages, kB, times the empty page, ms
STYLES = ("css/tokens.css", "css/worker.css", "mark.svg")
TEXT = "Cơm ca tối qua có mùi, cả chuyền đau bụng, xin công đoàn kiểm tra bếp"


def measure(times: int) -> Iterator[Measured]:
    """The rates, the weight, the pages and the triage. Raises BenchError where no poster hangs."""
    poster = Poster.objects.filter(closed=None).select_related("unit").first()
    if poster is None:
        raise BenchError("no poster hangs")
    yield from _taken_in(poster)
    yield _weight(poster)
    yield from _pages(times)
    yield _triage()


def _taken_in(poster: Poster) -> Iterator[Measured]:
    before = Concern.objects.count()
    with served() as port:
        empty, _pages = _rate(port, lambda line: _ask(line, "GET", reverse("receipt"), None))
        rate, sent = _rate(port, partial(_speak, poster, desks_for(poster.unit)[0].unit.code))
    lost = sent - (Concern.objects.count() - before)
    yield Measured("voices", "empty pages, signed out", empty, "pages/s")
    target = round(empty * OF_EMPTY)
    yield Measured("voices", "concerns taken in", rate, "pages/s", target, round(rate / empty, 2), "the empty page")
    yield Measured("voices", "concerns lost", lost, "", 0)


def _rate(port: int, deed: Callable[[http.client.HTTPConnection], None]) -> tuple[float, int]:
    counts, end = [0] * CLIENTS, time.monotonic() + SECONDS

    def walk(n: int) -> None:
        line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        while time.monotonic() < end:
            deed(line)
            counts[n] += 1

    threads = [threading.Thread(target=walk, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS, sum(counts)


def _ask(line: http.client.HTTPConnection, method: str, path: str, body: str | None) -> None:
    line.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    answer = line.getresponse()
    answer.read()
    if answer.status != OK:
        raise BenchError(f"{path} answers with {answer.status}")


def _speak(poster: Poster, reader: str, line: http.client.HTTPConnection) -> None:
    """A worker who also answers the question of a crowded poster."""
    key = secrets.token_hex(16)
    said = {"form_key": key, "text": f"{TEXT} {key}", "reader": reader, "answer": str(sum(made_of(key).sum_of))}
    _ask(line, "POST", reverse("speak", args=[poster.mark]), urlencode(said))


def _weight(poster: Poster) -> Measured:
    page = Client().get(reverse("speak", args=[poster.mark])).content
    size = len(page) + sum(Path(str(finders.find(name))).stat().st_size for name in STYLES)
    return Measured("voices", "a worker's first visit, unpacked", size / 1000, "kB", LIGHT)


def _pages(times: int) -> Iterator[Measured]:
    client = Client()
    client.force_login(specialist())
    names = {"empty": PLAIN, "board of the province": "places", "list of concerns": "concerns"}
    spent = in_turn({name: partial(client.get, reverse(at)) for name, at in names.items()}, times)
    for name in list(names)[1:]:
        ratio = round(spent[name].cpu / spent["empty"].cpu, 2)
        yield Measured("voices", f"{name} ÷ empty page", ratio, "÷", BOARD, None, str(spent[name]))


def _triage() -> Measured:
    suggest(TEXT)
    begun = time.process_time()
    for n in range(WORDS):
        suggest(f"{TEXT} {n}")
    return Measured("voices", "triage of a message", ms((time.process_time() - begun) / WORDS), "ms", TRIAGE)

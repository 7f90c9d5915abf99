"""Children are kept alive and stopped together."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import keeper
from launcher.keeper import Child, Keeper

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"]
DIE = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def same_signals() -> Iterator[None]:
    """Give the test run its signal handlers back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def made(*children: Child, ready: bool = True) -> Keeper:
    greeted: list[bool] = []
    return Keeper(children, (dict(os.environ), Path("/")), lambda: ready, lambda: greeted.append(True))


def wait_end(child: Child) -> None:
    assert child.process is not None
    child.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(number: int) -> None:
    children = Child("a", SLEEP), Child("b", SLEEP)
    threading.Timer(0.4, os.kill, (os.getpid(), number)).start()
    assert made(*children).run() == 0
    assert not any(child.alive() for child in children)


def test_a_child_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "PATIENCE", 0.2)
    child = Child("a", STUBBORN)
    kept = made(child)
    kept.look(time.monotonic())
    time.sleep(0.3)
    kept.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_a_dead_child_is_started_again_after_a_wait() -> None:
    child = Child("a", DIE)
    kept = made(child)
    assert kept.look(0.0)
    wait_end(child)
    assert kept.look(1.0)
    assert child.process is None
    assert kept.look(1.5)
    assert child.process is None
    assert kept.look(2.5)
    assert child.process is not None
    kept.stop()


def test_the_wait_grows_to_a_minute_and_falls_after_a_long_life() -> None:
    child, waits = Child("a", DIE), []
    for death in range(8):
        child.mourn(float(death))
        waits.append(child.due - death)
        child.started = float(death)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    child.mourn(1000.0)
    assert child.due == 1001.0


def test_an_application_that_never_answers_is_not_tried_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    other = Child("work", SLEEP)
    assert made(Child("web", DIE), other, ready=False).run() == 1
    assert not other.alive()
    assert "web đã dừng (mã 3)" in capsys.readouterr().out


def test_the_greeting_comes_once_and_only_when_it_answers() -> None:
    greeted: list[int] = []
    answers = iter([False, True, True])
    child = Child("a", SLEEP)
    kept = Keeper([child], (dict(os.environ), Path("/")), lambda: next(answers), lambda: greeted.append(1))
    kept.look(0.0)
    assert greeted == []
    kept.look(0.1)
    kept.look(0.2)
    assert greeted == [1]
    kept.stop()


def test_whether_something_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert keeper.answers("127.0.0.1", port)
        assert keeper.answers("0.0.0.0", port)
    assert not keeper.answers("127.0.0.1", port)


def test_no_port_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert keeper.free_port("127.0.0.1", server.getsockname()[1]) != server.getsockname()[1]
    assert keeper.free_port("127.0.0.1", 65536) == 0

"""The words after ./coso."""

import ast
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest

from launcher import main as entry
from launcher.places import PROJECT, Places
from launcher.say import StopError, plain_output, say


@pytest.fixture(autouse=True)
def same_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)
    yield
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGHUP, before[1])


@pytest.fixture(autouse=True)
def same_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_what_a_command_writes_is_for_this_account_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(entry.COMMANDS, "run", lambda _places, _words: os.umask(0o022))
    assert entry.main(["run"]) == 0o077


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_is_in_both_languages(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(words) == 0
    said = capsys.readouterr().out
    assert "chạy thử" in said
    assert "try it" in said


def test_help_names_every_command() -> None:
    assert all(re.search(rf"\b{name}\b", entry.HELP) for name in entry.COMMANDS)


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["dmeo"]) == 2
    assert "dmeo" in capsys.readouterr().out


def test_the_words_reach_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Sequence[str]] = []

    def listen(places: Places, words: Sequence[str]) -> int:
        heard.append(words)
        return 7

    monkeypatch.setitem(entry.COMMANDS, "demo", listen)
    assert entry.main(["demo", "--port", "1"]) == 7
    assert heard == [["--port", "1"]]


@pytest.mark.parametrize("name", ["manage", "bench", "doctor", "backup", "restore"])
def test_django_commands_are_passed_through(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, Sequence[str]]] = []

    def pass_on(places: Places, command: str, words: Sequence[str]) -> int:
        heard.append((command, words))
        return 0

    monkeypatch.setattr(entry, "passthrough", pass_on)
    assert entry.main([name, "x"]) == 0
    assert heard == [(name, ["x"])]


def test_what_stops_a_command_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> int:
        raise StopError("vì thế", 2)

    assert entry.guarded(stop) == 2
    assert capsys.readouterr().out == "✗ vì thế\n"


def test_ctrl_c_is_told_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.guarded(lambda: entry.interrupt(15, None)) == 130
    assert "lần sau" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_during_the_work_stops_it(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def hit(places: Places, words: Sequence[str]) -> int:
        signal.raise_signal(number)
        return 0

    monkeypatch.setitem(entry.COMMANDS, "demo", hit)
    assert entry.main(["demo"]) == 130


def test_a_poor_terminal_shows_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    plain_output()
    say("Cơ Sở")
    stream.seek(0)
    assert stream.read() == "C? S?\n"


def test_the_script_itself_runs() -> None:
    done = subprocess.run([sys.executable, PROJECT / "coso"], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("Cơ Sở")


def test_an_old_python_is_told_the_version_it_needs() -> None:
    code = "import sys, runpy; sys.hexversion = 0x03090000; runpy.run_path(sys.argv[1], run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code, PROJECT / "coso"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr


def test_an_old_python_can_read_the_script() -> None:
    ast.parse((PROJECT / "coso").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_no_file_of_the_launcher_names_an_address() -> None:
    files = [*(PROJECT / "launcher").glob("*.py"), PROJECT / "coso", PROJECT / ".npmrc", PROJECT / ".ci" / "run"]
    addresses = {found for file in files for found in re.findall(r"https?://[\w.]+", file.read_text(encoding="utf-8"))}
    assert addresses <= {"http://127.0.0.1", "http://www.w3.org"}  # this machine; the name of a kind of drawing

"""Starting other programs."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import procs
from launcher.say import StopError


@pytest.fixture(autouse=True)
def same_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGINT, before[0])
    signal.signal(signal.SIGTERM, before[1])


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_call_gives_the_exit_code_and_passes_folder_and_environment(tmp_path: Path) -> None:
    code = "import os; open(os.environ['NAME'], 'w').close(); raise SystemExit(5)"
    assert procs.call(python(code), {**os.environ, "NAME": "made"}, tmp_path) == 5
    assert (tmp_path / "made").exists()


def test_what_must_work_is_named_when_it_does_not() -> None:
    procs.must(python("pass"), "unused")
    with pytest.raises(StopError, match=r"Hỏng rồi \(mã lỗi 5\)"):
        procs.must(python("raise SystemExit(5)"), "Hỏng rồi")


def test_output_is_what_is_printed() -> None:
    assert procs.output(python("print('Đ')"), {**os.environ, "PYTHONUTF8": "1"}) == "Đ\n"
    with pytest.raises(StopError, match="mã lỗi 2"):
        procs.output(python("raise SystemExit(2)"))


def test_a_lasting_child_has_a_group_of_its_own(tmp_path: Path) -> None:
    child = procs.spawn(python("import time; time.sleep(60)"), dict(os.environ), tmp_path)
    assert os.getpgid(child.pid) == child.pid
    os.killpg(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL


def test_a_followed_command_gives_its_code_as_a_shell_would() -> None:
    assert procs.follow(python("raise SystemExit(4)"), os.environ) == 4
    assert procs.follow(python("import os; os.kill(os.getpid(), 15)"), os.environ) == 128 + 15


def test_a_machine_without_setpriv_starts_the_plain_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert procs.tied(["a", "b"], "TERM") == ["a", "b"]


def test_a_machine_with_setpriv_ties_the_child_to_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    assert procs.tied(["a"], "TERM") == ["/bin/setpriv", "--pdeathsig", "TERM", "--", "a"]

"""The one place from which other programs are started."""

import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.say import StopError


def tied(argv: Sequence[str], ending: str) -> list[str]:
    """The same command, told to end when the launcher ends, even if that one is killed outright."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", ending, "--", *argv] if setpriv else list(argv)


def call(argv: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> int:
    """Run a command to its end, on our own terminal; its exit code."""
    return subprocess.call(tied(argv, "KILL"), env=env, cwd=cwd)


def must(argv: Sequence[str], failure: str, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    code = call(argv, env, cwd)
    if code:
        raise StopError(f"{failure} (mã lỗi {code}): {' '.join(argv)}")


def output(argv: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """What a command prints; its errors stay on our terminal."""
    done = subprocess.run(argv, env=env, cwd=cwd, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise StopError(f"Lệnh hỏng (mã lỗi {done.returncode}): {' '.join(argv)}")
    return done.stdout


def spawn(argv: Sequence[str], env: Mapping[str, str], cwd: Path) -> "subprocess.Popen[bytes]":
    """Start a lasting child in a process group of its own, out of reach of the terminal's Ctrl-C."""
    return subprocess.Popen(tied(argv, "TERM"), env=env, cwd=cwd, start_new_session=True)


def follow(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command as if it were this process: signals are its affair, its exit code is ours."""
    child = subprocess.Popen(argv, env=env)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
    code = child.wait()
    return code if code >= 0 else 128 - code

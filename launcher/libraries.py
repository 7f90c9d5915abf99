"""The folder .venv with the libraries of the application."""

import importlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from launcher import procs
from launcher.places import Places
from launcher.say import StopError, say
from launcher.steps import Step, digest, read

APT_LINE = "apt-get install -y python3-venv"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--require-hashes", "-r")


def wanted(places: Places, kind: str) -> str:
    """What the stamp of a finished .venv says: it belongs to a Python, a place and a list of libraries."""
    version = ".".join(str(part) for part in sys.version_info[:2])
    return digest(sys.implementation.name + version, str(places.venv), places.requirements(kind))


def libraries(places: Places, kind: str) -> Step:
    """The step that makes .venv; the libraries of the tests hold those of a run as well."""
    run, test = wanted(places, "run"), wanted(places, "test")
    stamp = places.venv / "coso-stamp"
    grow = kind == "test" and read(stamp) == run and places.python.exists()
    return Step(
        title="Cài thư viện (lần đầu mất khoảng một phút)",
        stamp=stamp,
        digests=(test,) if kind == "test" else (run, test),
        work=lambda: install(places, kind, grow),
        outputs=(places.python,),
    )


def install(places: Places, kind: str, grow: bool) -> None:
    """Make .venv anew, unless a whole one only has to grow, and install the listed libraries by their hashes."""
    if not grow:
        make_venv(places.venv)
    pip = [str(places.python), *PIP, str(places.requirements(kind))]
    procs.must(pip, "Không cài được thư viện; xin kiểm tra đường mạng rồi chạy lại")


def make_venv(venv: Path) -> None:
    need_ensurepip()
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        shutil.rmtree(venv)
    procs.must([sys.executable, "-m", "venv", str(venv)], "Không tạo được .venv")


def need_ensurepip() -> None:
    """Debian keeps a part of Python in a package of its own: install it, or name the line that does."""
    found = importlib.util.find_spec("ensurepip")
    if found and found.origin:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StopError(f"Máy thiếu python3-venv. Xin chạy một lần: sudo {APT_LINE}")
    say(f"  Máy thiếu python3-venv: {APT_LINE}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if procs.call(APT_LINE.split(), env):
        procs.call(["apt-get", "update"], env)
        procs.must(APT_LINE.split(), "Không cài được python3-venv", env)
    importlib.invalidate_caches()

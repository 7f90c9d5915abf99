"""A made-up project folder, and a record of the programs that would be started."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from launcher import environment, procs
from launcher.places import Places

SVG = '<svg\n viewBox="0 0 24 24"\n>\n<path stroke="none" d="M0 0h24v24H0z" fill="none" />\n<path d="M8 7" />\n</svg>'


class Calls(list[list[str]]):
    """The command lines that were asked for, their environments, and what each shall answer."""

    def __init__(self) -> None:
        super().__init__()
        self.envs: list[dict[str, str]] = []
        self.failing: set[str] = set()
        self.printed = ""

    def call(self, argv: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> int:
        self.append(list(argv))
        self.envs.append(dict(env or {}))
        return 1 if self.failing & set(argv) else 0

    def output(self, argv: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
        self.call(argv, env, cwd)
        return self.printed

    def django(self) -> list[list[str]]:
        """The Django commands among the calls, without what stands before them."""
        return [argv[3:] for argv in self if argv[1:3] == ["-m", "django"]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    record = Calls()
    monkeypatch.setattr(procs, "call", record.call)
    monkeypatch.setattr(procs, "output", record.output)
    monkeypatch.setattr(procs, "follow", record.call)
    return record


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A project folder with lock files and one room, whose .venv is not made yet."""
    for name in set(os.environ) - set(environment.foreign(os.environ)):
        monkeypatch.delenv(name)
    for name in ("requirements/run.txt", "requirements/test.txt", "package.json", "package-lock.json", ".npmrc"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(name, encoding="utf-8")
    (tmp_path / "src" / "coso" / "web" / "migrations").mkdir(parents=True)
    return Places(tmp_path)

"""Whole installations beside one another, on the kind of database that the tests run on, driven by subprocesses."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

SETTLE = "from coso.testing.days import settle; settle()"
COMMAND = f"{SETTLE}; from django.core.management import execute_from_command_line as run; run()"
SOURCE = Path(settings.PROJECT) / "src"
MODEL = SOURCE / "coso" / "rubrics" / "data" / "coso-model.yaml"


class Installation:
    """A data folder, and a database of its own where the tests run on PostgreSQL."""

    def __init__(
        self, folder: Path, url: str = "", settings_module: str = "coso.settings", more_code: Path | None = None
    ) -> None:
        self.folder, self.url, self.settings_module, self.more_code = folder, url, settings_module, more_code

    @property
    def env(self) -> dict[str, str]:
        """The environment that its processes are started with."""
        given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        ours = {"COSO_DATA": str(self.folder), "PYTHONPATH": self._path(), "DATABASE_URL": self.url}
        ours["DJANGO_SETTINGS_MODULE"] = self.settings_module
        return {**given, **{name: value for name, value in ours.items() if value}}

    def _path(self) -> str:
        return os.pathsep.join(str(path) for path in (SOURCE, self.more_code) if path)

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A Django command, to its end."""
        return self.run("-c", COMMAND, *words)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        """Lines of Python with Django set up, to their end."""
        return self.run("-c", f"{SETTLE}; import django; django.setup()\n{code}")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Python, to its end."""
        return subprocess.run([sys.executable, *words], env=self.env, capture_output=True, text=True, check=False)

    def start(self, code: str) -> "subprocess.Popen[str]":
        """Lines of Python with Django set up, left running; what they print can be read."""
        words = [sys.executable, "-c", f"{SETTLE}; import django; django.setup()\n{code}"]
        return subprocess.Popen(words, env=self.env, stdout=subprocess.PIPE, text=True)

    def take_keys_of(self, other: "Installation") -> None:
        """As an administrator does who kept them apart."""
        (self.folder / "keys").mkdir(parents=True, exist_ok=True)
        shutil.copy2(other.folder / "keys" / "coso.keys", self.folder / "keys" / "coso.keys")


Step = str | tuple[str, ...]
MIGRATED = ("migrate", "-v0")


class Moulds:
    """Installations that are made once a session and copied for each test: to migrate takes as long as ten tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[tuple[Step, ...], str] = {}

    def cast(self, folder: Path, name: str, *steps: Step) -> Installation:
        """An installation in which the steps were done: words of a Django command each, or lines of Python."""
        mould = self._mould(steps)
        shutil.copytree(self.folder / mould, folder)
        return Installation(folder, database(name, mould))

    def _mould(self, steps: tuple[Step, ...]) -> str:
        if steps not in self.made:
            before = self._mould(steps[:-1]) if steps[:-1] else ""
            name = f"coso_mould_{os.getpid()}_{len(self.made)}"
            if before:
                shutil.copytree(self.folder / before, self.folder / name)
            place = Installation(self.folder / name, database(name, before or "template1"))
            done = place.python(steps[-1]) if isinstance(steps[-1], str) else place.manage(*steps[-1])
            assert done.returncode == 0, done.stderr
            self.made[steps] = name
        return self.made[steps]

    def drop(self) -> None:
        for name in self.made.values():
            drop(name)


def database(name: str, template: str = "template1") -> str:
    """The address of a database of that name beside the one of the tests, as its template stands; "" on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    facts = connection.settings_dict
    port = f":{facts['PORT']}" if facts.get("PORT") else ""
    return f"postgres://{facts['USER']}@{quote(facts['HOST'], safe='')}{port}/{name}"


def drop(name: str) -> None:
    """Takes such a database away again."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

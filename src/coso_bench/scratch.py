"""A scratch installation beside the real one: a whole demo province that may be written to and thrown away."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from coso_bench.timing import BenchError, Measured

Env = dict[str, str]


@contextmanager
def scratch(preset: str) -> Iterator[Env]:
    """The environment of a freshly seeded installation; it is removed at the end. Raises BenchError."""
    data = Path(settings.DATA) / "bench"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    with _database(data) as url:
        env = {**os.environ, "COSO_DATA": str(data), "COSO_DEMO": "1", "DATABASE_URL": url}
        try:
            django(env, "migrate", "--verbosity", "0")
            django(env, "seed_demo", "--preset", preset)
            yield env
        finally:
            shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _database(data: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{data / 'coso.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_bench"
    _run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    _run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run_sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def django(env: Env, *words: str) -> str:
    """What a command of the scratch installation prints. Raises BenchError with its last words."""
    done = subprocess.run([sys.executable, "-m", "django", *words], env=env, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"{words[0]}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def rows_of(env: Env, part: str, options: list[str]) -> list[Measured]:
    """The rows of one part, measured in a process of its own."""
    found = json.loads(django(env, "bench", "--here", "--json", "--parts", part, *options))
    return [Measured(**{name: value for name, value in row.items() if name != "reached"}) for row in found]

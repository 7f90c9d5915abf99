"""Backup and restore: the database and the files in one archive; the keys stay apart."""

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _


class KeepingError(Exception):
    """A backup or a restore cannot be done; says why."""


def backup(file: Path) -> None:
    """Writes database and files to an archive, first under another name: a broken-off backup never looks whole."""
    part = file.with_name(f"{file.name}.part")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        dump = Path(folder) / connection.vendor
        _dump(dump)
        with tarfile.open(part, "w:gz") as archive:
            archive.add(dump, arcname=connection.vendor)
            if settings.FILES.is_dir():
                archive.add(settings.FILES, arcname="files")
    part.replace(file)


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}", _url()])


def restore(file: Path) -> None:
    """Puts an archive into an empty installation. Raises KeepingError if it is not empty or not of this database."""
    if _tables():
        raise KeepingError(_("The database is not empty; restore into a new data folder."))
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA) as folder, tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
            _load(Path(folder))
    except (OSError, tarfile.TarError) as wrong:
        raise KeepingError(_("The archive cannot be read: {why}").format(why=wrong)) from wrong


def _tables() -> list[str]:
    return connection.introspection.table_names()


def _load(folder: Path) -> None:
    dump = folder / connection.vendor
    if not dump.exists():
        raise KeepingError(_("The archive is of another kind of database."))
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(dump)) as copy:
            copy.backup(connection.connection)
    else:
        _run(["pg_restore", "--no-owner", f"--dbname={_url()}", str(dump)])
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", settings.FILES, dirs_exist_ok=True)


def _url() -> str:
    facts: dict[str, Any] = connection.settings_dict
    pairs = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return " ".join(f"{name}='{facts[key]}'" for name, key in pairs.items() if facts.get(key))


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as wrong:
        raise KeepingError(_("{program} is missing; install postgresql-client.").format(program=command[0])) from wrong
    except subprocess.CalledProcessError as wrong:
        raise KeepingError(wrong.stderr) from wrong

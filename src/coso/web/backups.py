"""Backup and restore: the database and the files in one archive; the keys stay apart, those of open polls nowhere."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from coso.access.faults import disk_is_full
from coso.ballots.key_files import destroy_every_key
from coso.lib import clock
from coso.lib.owner_only import close_to_others

ABOUT, PRODUCT = "coso.json", "coso"


class BackupError(Exception):
    """A backup or a restore cannot be done; says why."""


def backup(file: Path) -> None:
    """Writes database and files to an archive, first under another name: a broken-off backup never looks whole.

    Raises BackupError.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            _pack(Path(folder), part)
        part.replace(file)
    except (OSError, sqlite3.Error) as wrong:
        part.unlink(missing_ok=True)
        text = _("The disk is full: no backup was written.") if _no_room(wrong) else _("The backup failed: {why}")
        raise BackupError(text.format(why=wrong)) from wrong


def _no_room(wrong: Exception) -> bool:
    return disk_is_full(wrong) or "disk is full" in str(wrong)


def _pack(folder: Path, part: Path) -> None:
    dump, about = folder / connection.vendor, folder / ABOUT
    _dump(dump)
    facts = {"product": PRODUCT, "database": connection.vendor, "keys": settings.KEYS.print}
    about.write_text(json.dumps({**facts, "made": clock.now().isoformat()}))
    with tarfile.open(part, "w:gz") as archive:
        archive.add(about, arcname=ABOUT)
        archive.add(dump, arcname=connection.vendor)
        if settings.FILES.is_dir():
            archive.add(settings.FILES, arcname="files")


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}", _url()])


def restore(file: Path) -> bool:
    """Puts an archive into an empty installation; whether this installation's keys are those of the archive.

    Everything is unpacked and looked at before the first row is written. Keys of open polls that lie here are
    destroyed: answers given since the backup are not in it, so its open polls have to be opened anew. Raises
    BackupError if the installation is not empty, or the archive is broken, foreign, or of the other kind of database.
    """
    if connection.introspection.table_names():
        raise BackupError(_("The database is not empty; restore into a new data folder."))
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA) as folder, tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
            about = _about(Path(folder))
            _load(Path(folder))
            destroy_every_key()
    except (OSError, EOFError, zlib.error, tarfile.TarError, sqlite3.Error) as wrong:
        text = (
            _("The disk is full: nothing was restored.") if _no_room(wrong) else _("The archive cannot be read: {why}")
        )
        raise BackupError(text.format(why=wrong)) from wrong
    return about["keys"] == settings.KEYS.print


def _about(folder: Path) -> dict[str, str]:
    """What the archive says of itself, checked."""
    try:
        about: dict[str, str] = json.loads((folder / ABOUT).read_text())
    except (FileNotFoundError, ValueError) as wrong:
        raise BackupError(_("This is no backup of Cơ Sở.")) from wrong
    if about.get("product") != PRODUCT:
        raise BackupError(_("This is no backup of Cơ Sở."))
    if about["database"] != connection.vendor or not (folder / connection.vendor).exists():
        text = _("The archive is of another kind of database: it holds {there}, here is {here}.")
        raise BackupError(text.format(there=about["database"], here=connection.vendor))
    return about


def _load(folder: Path) -> None:
    dump = folder / connection.vendor
    if connection.vendor == "sqlite":
        _load_sqlite(dump)
    else:
        _run(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_url()}", str(dump)])
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", settings.FILES, dirs_exist_ok=True)
        close_to_others(settings.FILES)


def _load_sqlite(dump: Path) -> None:
    with closing(sqlite3.connect(dump)) as copy:
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise BackupError(_("The database in the archive is damaged; use another backup."))
        connection.ensure_connection()
        copy.backup(connection.connection)


def _url() -> str:
    facts: dict[str, Any] = connection.settings_dict
    pairs = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return " ".join(f"{name}='{facts[key]}'" for name, key in pairs.items() if facts.get(key))


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as wrong:
        raise BackupError(_("{program} is missing; install postgresql-client.").format(program=command[0])) from wrong
    except subprocess.CalledProcessError as wrong:
        raise BackupError(wrong.stderr) from wrong

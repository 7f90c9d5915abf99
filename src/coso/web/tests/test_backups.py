"""A backup restored elsewhere is the same installation; what cannot be restored is told in words."""

import io
import os
import sqlite3
import tarfile

import pytest
from django.db import connection

from coso.testing.installations import MIGRATED, MODEL, Installation, database, drop
from coso.web import backups
from coso.web.backups import BackupError, backup

NAMES = ("coso_keep_a", "coso_keep_b")


@pytest.fixture
def pair(tmp_path, transactional_db, moulds):
    """Two installations: one with data and a file, and an empty one."""
    names = [f"{name}_{os.getpid()}" for name in NAMES]
    first = moulds.cast(tmp_path / "a", names[0], MIGRATED, ("import_rubric", str(MODEL)))
    second = Installation(tmp_path / "b", database(names[1]))
    (first.folder / "files").mkdir()
    (first.folder / "files" / "anh.jpg").write_bytes(b"x")
    yield first, second
    for name in names:
        drop(name)


def test_a_backup_restored_elsewhere_is_whole_and_the_keys_stay_apart(pair, tmp_path):
    first, second = pair
    archive = str(tmp_path / "x.coso")
    assert "coso.keys" in first.manage("backup", archive).stdout
    with tarfile.open(archive) as packed:
        assert not [name for name in packed.getnames() if "keys" in name]
    second.take_keys_of(first)
    told = second.manage("restore", archive)
    assert told.returncode == 0, told.stderr
    assert "để riêng" in told.stdout or "cất riêng" in told.stdout or "giữ riêng" in told.stdout
    assert (second.folder / "files" / "anh.jpg").exists()
    assert second.manage("doctor").stdout == "Mọi thứ đều ổn.\n"
    count = "from coso.rubrics.models import Rubric; print(Rubric.objects.count())"
    assert second.python(count).stdout == "1\n"
    assert "không trống" in second.manage("restore", archive).stderr


def test_database_files_keys_and_backups_are_for_one_account_alone(pair, tmp_path):
    first, second = pair
    for path in (first.folder, *first.folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert first.manage("backup", str(tmp_path / "x.coso")).returncode == 0
    second.take_keys_of(first)
    assert second.manage("restore", str(tmp_path / "x.coso")).returncode == 0
    for folder in (first.folder, second.folder):
        found = [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
        assert not found
    assert not (tmp_path / "x.coso").stat().st_mode & 0o077


def test_a_restore_under_other_keys_says_which_file_to_put_where(pair, tmp_path):
    first, second = pair
    first.manage("backup", str(tmp_path / "x.coso"))
    told = second.manage("restore", str(tmp_path / "x.coso"))
    assert told.returncode == 0
    assert f"tệp khóa của bản đó về {second.folder / 'keys' / 'coso.keys'}" in told.stdout


def archive_of(folder, **files):
    path = folder / "x.coso"
    with tarfile.open(path, "w:gz") as archive:
        for name, body in files.items():
            facts = tarfile.TarInfo(name.replace("_json", ".json"))
            facts.size = len(body)
            archive.addfile(facts, io.BytesIO(body))
    return path


def about(database):
    return f'{{"product": "coso", "database": "{database}", "keys": "x"}}'.encode()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"readme": b"x"}, "không phải bản sao lưu của Cơ Sở"),
        ({"coso_json": b"{}"}, "không phải bản sao lưu của Cơ Sở"),
        ({"coso_json": b"[not json"}, "không phải bản sao lưu của Cơ Sở"),
        ({"coso_json": about("oracle"), "oracle": b"x"}, "loại cơ sở dữ liệu khác"),
        ({"coso_json": about("sqlite")}, "loại cơ sở dữ liệu khác"),
        ({"coso_json": about("sqlite"), "sqlite": b"x" * 4096}, "không đọc được"),
        ({"../../outside": b"x"}, "không đọc được"),
    ],
)
def test_a_foreign_or_broken_archive_is_refused_and_nothing_is_written(tmp_path, files, words):
    empty = Installation(tmp_path / "c")
    told = empty.manage("restore", str(archive_of(tmp_path, **files)))
    assert told.returncode == 1
    assert words in told.stderr
    assert not (tmp_path / "outside").exists()
    assert not sqlite3.connect(empty.folder / "coso.sqlite3").execute("SELECT * FROM sqlite_master").fetchall()


@pytest.mark.parametrize("body", [b"", b"nothing", b"\x1f\x8b\x08\x00half"])
def test_a_file_that_is_no_archive_is_told(tmp_path, body):
    (tmp_path / "x.coso").write_bytes(body)
    told = Installation(tmp_path / "c").manage("restore", str(tmp_path / "x.coso"))
    assert told.returncode == 1
    assert "không đọc được" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_archive_cut_off_in_the_middle_is_refused(pair, tmp_path):
    first, second = pair
    path = tmp_path / "x.coso"
    first.manage("backup", str(path))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    told = second.manage("restore", str(path))
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


def test_a_backup_that_finds_the_disk_full_leaves_the_one_before(db, tmp_path, monkeypatch):
    path = tmp_path / "x.coso"
    path.write_bytes(b"the one before")

    def full(_target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_dump", full)
    with pytest.raises(BackupError, match="Đĩa đã đầy"):
        backup(path)
    assert path.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_backup_into_a_folder_that_is_not_there_is_told(db, tmp_path):
    with pytest.raises(BackupError, match="Không sao lưu được"):
        backup(tmp_path / "none" / "x.coso")


def test_a_program_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="postgresql-client"):
        backups._run(["pg_dump"])


def test_the_kind_of_database_is_one_that_can_be_kept():
    assert connection.vendor in ("sqlite", "postgresql")

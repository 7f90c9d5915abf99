"""What an installation keeps is read by its own account alone, also what lay open before."""

import os

import pytest

from coso.lib.owner_only import close_to_others, keep_closed, open_to_others


@pytest.fixture(autouse=True)
def _usual_mask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return oct(path.stat().st_mode & 0o777)


def test_a_new_folder_and_what_is_written_into_it_are_closed(tmp_path):
    keep_closed(tmp_path / "data")
    (tmp_path / "data" / "coso.sqlite3").touch()
    (tmp_path / "data" / "files").mkdir()
    assert [mode(path) for path in (tmp_path / "data", *sorted((tmp_path / "data").iterdir()))] == [
        "0o700", "0o600", "0o700",
    ]  # fmt: skip


def test_what_lay_open_is_closed_at_the_start(tmp_path):
    data = tmp_path / "data"
    (data / "backups").mkdir(parents=True)
    (data / "backups" / "a.coso").touch()
    (data / "coso.sqlite3-wal").touch(mode=0o644)
    (data / "tool").touch(mode=0o755)
    (data / "away").symlink_to(tmp_path)
    assert open_to_others(data / "coso.sqlite3-wal")
    keep_closed(data)
    assert mode(data) == mode(data / "backups") == mode(data / "tool") == "0o700"
    assert mode(data / "backups" / "a.coso") == mode(data / "coso.sqlite3-wal") == "0o600"
    assert mode(tmp_path) != "0o600"


def test_a_folder_for_everybody_is_left(tmp_path):
    tmp_path.chmod(0o1777)
    keep_closed(tmp_path)
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


def test_what_is_gone_meanwhile_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("coso.lib.owner_only._inside", lambda folder: [folder / "gone"])
    close_to_others(tmp_path)

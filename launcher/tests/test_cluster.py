"""The private PostgreSQL of the tests."""

import os
import pwd
import shutil
from pathlib import Path

import pytest

from launcher import cluster
from launcher.say import StopError
from launcher.tests.conftest import Calls


def server(root: Path, version: str) -> Path:
    folder = root / version / "bin"
    folder.mkdir(parents=True)
    (folder / "initdb").touch()
    (folder / "postgres").touch()
    return folder


def test_the_newest_server_is_taken(tmp_path: Path) -> None:
    assert cluster.programs(tmp_path) is None
    server(tmp_path, "9.6")
    newest = server(tmp_path, "15")
    assert cluster.programs(tmp_path) == newest


def test_client_programs_alone_are_no_server(tmp_path: Path) -> None:
    (server(tmp_path, "15") / "postgres").unlink()
    assert cluster.programs(tmp_path) is None


def test_root_hands_over_to_the_user_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert cluster.as_owner(["initdb"]) == ["runuser", "-u", "postgres", "--", "initdb"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert cluster.as_owner(["initdb"]) == ["initdb"]


def test_root_without_that_user_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(pwd, "getpwnam", nobody)
    monkeypatch.setattr(cluster, "programs", lambda: Path("/pg/bin"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert not cluster.usable()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert cluster.usable()


@pytest.fixture
def same_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "chown", lambda folder, user: None)


@pytest.mark.usefixtures("same_owner")
def test_it_listens_only_on_a_socket_of_its_own(calls: Calls) -> None:
    with cluster.private_cluster(Path("/pg/bin")) as url:
        folder = Path(url.split("@")[1].split(":")[0].replace("%2F", "/"))
        assert folder.is_dir()
    start = next(argv for argv in calls if argv[-1] == "start")
    flags = start[start.index("-o") + 1]
    assert "listen_addresses=''" in flags
    assert f"unix_socket_directories={folder}" in flags
    assert "fsync=off" in flags


@pytest.mark.usefixtures("same_owner")
def test_nothing_of_it_stays(calls: Calls) -> None:
    with cluster.private_cluster(Path("/pg/bin")) as url:
        folder = Path(url.split("@")[1].split(":")[0].replace("%2F", "/"))
    assert calls[-1][-1] == "stop"
    assert not folder.exists()


@pytest.mark.usefixtures("same_owner")
def test_a_server_that_cannot_be_made_is_said(calls: Calls) -> None:
    calls.failing = {"/pg/bin/initdb"}
    with pytest.raises(StopError, match="Không lập được"), cluster.private_cluster(Path("/pg/bin")):
        pass

""".venv is made whole or made anew."""

import os
import shutil
import sys
from importlib import util
from pathlib import Path

import pytest

from launcher import libraries
from launcher.places import Places
from launcher.say import StopError
from launcher.steps import run_steps
from launcher.tests.conftest import Calls


def finish(places: Places, kind: str) -> None:
    """Make .venv as the step would, its programs being only recorded."""
    run_steps([libraries.libraries(places, kind)])
    places.python.parent.mkdir(parents=True, exist_ok=True)
    places.python.touch()


def test_a_new_folder_gets_a_venv_and_the_hashed_libraries(places: Places, calls: Calls) -> None:
    finish(places, "run")
    assert calls[0] == [sys.executable, "-m", "venv", str(places.venv)]
    assert "--require-hashes" in calls[1]
    assert calls[1][-1] == str(places.requirements("run"))


def test_a_finished_venv_is_left_alone(places: Places, calls: Calls) -> None:
    finish(places, "run")
    finish(places, "run")
    assert len(calls) == 2


def test_a_half_made_venv_is_removed(places: Places, calls: Calls) -> None:
    leftover = places.venv / "lib" / "half"
    leftover.mkdir(parents=True)
    calls.failing = {"pip"}
    with pytest.raises(StopError, match="Không cài được"):
        finish(places, "run")
    assert not leftover.exists()
    assert not libraries.libraries(places, "run").done()


def test_a_venv_that_is_a_link_is_unlinked_not_emptied(places: Places, calls: Calls, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "lib").mkdir(parents=True)
    places.venv.symlink_to(other)
    libraries.make_venv(places.venv)
    assert (other / "lib").is_dir()
    assert not places.venv.exists()


def test_the_libraries_of_the_tests_grow_on_those_of_a_run(places: Places, calls: Calls) -> None:
    finish(places, "run")
    finish(places, "test")
    assert len(calls) == 3
    assert calls[2][-1] == str(places.requirements("test"))


def test_the_libraries_of_the_tests_serve_a_run(places: Places, calls: Calls) -> None:
    finish(places, "test")
    assert libraries.libraries(places, "run").done()


def test_a_changed_list_means_a_new_venv(places: Places, calls: Calls) -> None:
    finish(places, "run")
    places.requirements("run").write_text("other", encoding="utf-8")
    finish(places, "run")
    assert [argv[2] for argv in calls] == ["venv", "pip", "venv", "pip"]


def test_another_python_or_another_place_means_a_new_venv(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    before = libraries.wanted(places, "run")
    moved = Places(places.root / "elsewhere")
    shutil.copytree(places.root / "requirements", moved.root / "requirements")
    assert libraries.wanted(moved, "run") != before
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert libraries.wanted(places, "run") != before


@pytest.fixture
def no_ensurepip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.mark.usefixtures("no_ensurepip")
def test_a_person_is_told_the_one_line(monkeypatch: pytest.MonkeyPatch, calls: Calls) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(StopError, match="apt-get install -y python3-venv"):
        libraries.need_ensurepip()
    assert not calls


@pytest.mark.usefixtures("no_ensurepip")
def test_root_runs_the_one_line(monkeypatch: pytest.MonkeyPatch, calls: Calls) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    libraries.need_ensurepip()
    assert calls == [["apt-get", "install", "-y", "python3-venv"]]


@pytest.mark.usefixtures("no_ensurepip")
def test_root_tries_again_with_fresh_lists(monkeypatch: pytest.MonkeyPatch, calls: Calls) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    calls.failing = {"install"}
    with pytest.raises(StopError):
        libraries.need_ensurepip()
    assert [argv[1] for argv in calls] == ["install", "update", "install"]

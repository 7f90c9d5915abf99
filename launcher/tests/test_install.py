"""A real installation: a backup before every upgrade, and commands on its own data."""

from collections.abc import Sequence

import pytest

from launcher import environment, install, keeper, procs, serving
from launcher.keeper import Child, Keeper
from launcher.places import Places
from launcher.say import StopError
from launcher.steps import Step
from launcher.tests.conftest import Calls


def test_nothing_pending_does_nothing(places: Places, calls: Calls) -> None:
    calls.printed = "[X]  web.0001_initial\n"
    install.upgrade(places, environment.run(places))
    assert calls.django() == [["showmigrations", "--plan"]]


def test_an_empty_database_is_made_without_a_backup(places: Places, calls: Calls) -> None:
    calls.printed = "[ ]  web.0001_initial\n"
    install.upgrade(places, environment.run(places))
    assert [words[0] for words in calls.django()] == ["showmigrations", "migrate"]


def test_data_are_backed_up_before_an_upgrade(places: Places, calls: Calls) -> None:
    calls.printed = "[X]  web.0001_initial\n[ ]  web.0002_more\n"
    install.upgrade(places, environment.run(places))
    names = [words[0] for words in calls.django()]
    assert names == ["showmigrations", "backup", "migrate"]
    assert calls.django()[1][1].startswith(str(places.root / "data" / "backups" / "before-upgrade-"))


def test_without_a_backup_there_is_no_upgrade(places: Places, calls: Calls) -> None:
    calls.printed = "[X]  a\n[ ]  b\n"
    calls.failing = {"backup"}
    with pytest.raises(StopError, match="backup"):
        install.upgrade(places, environment.run(places))
    assert "migrate" not in [words[0] for words in calls.django()]


def test_the_backups_are_for_the_owner_alone(places: Places) -> None:
    file = install.backup_file(places.root)
    assert file.parent.stat().st_mode & 0o077 == 0


def test_words_go_before_settings_and_settings_before_defaults() -> None:
    assert install.options([], {}).port == "8000"
    assert install.options([], {"COSO_PORT": "9"}).port == "9"
    assert install.options(["--port", "7"], {"COSO_PORT": "9"}).port == "7"
    assert install.options([], {"COSO_WORKERS": "3"}).workers == 3


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step counts as done."""
    monkeypatch.setattr(Step, "done", lambda step: True)


@pytest.mark.usefixtures("made")
def test_the_whole_command(places: Places, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Sequence[Child]] = []

    def serve(keeper: Keeper) -> int:
        served.append(keeper.children)
        return 0

    monkeypatch.setattr(Keeper, "run", serve)
    port = keeper.free_port("127.0.0.1", 20000)
    assert install.run(places, ["--port", str(port)]) == 0
    web, work = served[0]
    assert str(port) in web.argv
    assert list(work.argv)[-2:] == ["work", "--tick"]


@pytest.mark.usefixtures("made", "calls")
def test_a_taken_port_stops_an_installation(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "free_port", lambda host, port: port + 1)
    with pytest.raises(StopError, match="8000"):
        install.run(places, [])


@pytest.mark.usefixtures("made")
def test_commands_work_on_the_installations_data(places: Places, calls: Calls) -> None:
    assert install.passthrough(places, "doctor", ["--all"]) == 0
    assert calls.django() == [["doctor", "--all"]]
    assert calls.envs[0]["COSO_DATA"] == str(places.root / "data")


@pytest.mark.usefixtures("made")
def test_demo_as_first_word_means_the_demos_data(places: Places, calls: Calls) -> None:
    install.passthrough(places, "backup", ["--demo", "file"])
    assert calls.django() == [["backup", "file"]]
    assert calls.envs[0]["COSO_DATA"] == str(places.demo)
    assert (places.demo / environment.MARKER).is_file()


@pytest.mark.usefixtures("made")
def test_manage_passes_any_command_on(places: Places, calls: Calls) -> None:
    install.passthrough(places, "manage", ["shell", "--demo"])
    assert calls.django() == [["shell", "--demo"]]


@pytest.mark.usefixtures("made")
def test_the_exit_code_is_the_commands(places: Places, calls: Calls) -> None:
    calls.failing = {"doctor"}
    assert install.passthrough(places, "doctor", []) == 1


def test_a_command_makes_the_libraries_when_they_are_missing(places: Places, calls: Calls) -> None:
    install.passthrough(places, "manage", ["check"])
    assert [argv[2] for argv in calls] == ["venv", "pip", "django"]


def test_a_failing_command_is_named(places: Places, calls: Calls) -> None:
    calls.failing = {"migrate"}
    with pytest.raises(StopError, match="migrate hỏng"):
        serving.django(places, {}, "migrate")
    assert procs.call(["x"]) == 0


def test_the_first_code_is_printed_under_the_address(places: Places, calls: Calls) -> None:
    calls.printed = "Tên: quantri\nMã: ABCD\n"
    env = {**environment.run(places), "COSO_ORIGINS": "https://coso.example.org/,https://b"}
    assert install.first_code(places, env, 8000) == "  Tên: quantri\n  Mã: ABCD\n"
    assert calls.django()[-1] == ["administrator", "--if-none", "--origin", "https://coso.example.org"]


def test_without_a_waiting_administrator_nothing_is_printed(places: Places, calls: Calls) -> None:
    assert install.first_code(places, environment.run(places), 8000) == ""

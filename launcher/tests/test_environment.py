"""The demo's data and real data never meet."""

import pytest

from launcher import environment
from launcher.places import Places
from launcher.say import StopError


def test_the_demo_hears_nothing_of_an_installation(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://real")
    monkeypatch.setenv("COSO_DATA", "/srv/real")
    monkeypatch.setenv("COSO_SECRET_KEY", "real")
    env = environment.demo(places)
    assert env["COSO_DATA"] == str(places.demo)
    assert env["COSO_DEMO"] == "1"
    assert "DATABASE_URL" not in env
    assert "COSO_SECRET_KEY" not in env


def test_every_process_knows_the_code_and_the_settings(places: Places) -> None:
    for env in (environment.demo(places), environment.run(places), environment.tests(places, places.var)):
        assert env["PYTHONPATH"] == str(places.src)
        assert env["DJANGO_SETTINGS_MODULE"] == "coso.settings"
        assert env["COSO_ASSETS"] == str(places.assets)


def test_the_tests_use_a_data_folder_of_their_own(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COSO_DEMO", "1")
    env = environment.tests(places, places.var / "t")
    assert env["COSO_DATA"] == str(places.var / "t")
    assert "COSO_DEMO" not in env


def test_a_run_keeps_its_data_beside_the_code_unless_told(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.run(places)["COSO_DATA"] == str(places.root / "data")
    monkeypatch.setenv("COSO_DATA", "/srv/coso")
    assert environment.run(places)["COSO_DATA"] == "/srv/coso"


def test_a_run_is_never_debug_and_never_demo(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COSO_DEBUG", "1")
    monkeypatch.setenv("COSO_DEMO", "1")
    env = environment.run(places)
    assert env["COSO_DEBUG"] == "0"
    assert "COSO_DEMO" not in env


def test_the_environment_goes_before_the_file(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    (places.root / "coso.env").write_text("COSO_PORT=1\nCOSO_HOST=h\n", encoding="utf-8")
    monkeypatch.setenv("COSO_PORT", "2")
    env = environment.run(places)
    assert (env["COSO_PORT"], env["COSO_HOST"]) == ("2", "h")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ("export A = b", "b"),
        ("A='b c'", "b c"),
        ('A="b"', "b"),
        ("A=b=c", "b=c"),
        ("A=", ""),
        ("A='", "'"),
    ],
)
def test_a_line_of_the_file(line: str, value: str) -> None:
    assert environment.setting(line) == ("A", value)


def test_notes_and_empty_lines_are_passed_over(places: Places) -> None:
    file = places.root / "coso.env"
    file.write_text("# note\n\nA=1\n", encoding="utf-8")
    assert environment.env_file(file) == {"A": "1"}


@pytest.mark.parametrize("line", ["nothing", "=x", "a b=c"])
def test_a_line_that_is_no_setting_is_refused(line: str) -> None:
    with pytest.raises(StopError, match=r"coso\.env"):
        environment.setting(line)


def test_a_refused_line_does_not_show_its_secret() -> None:
    with pytest.raises(StopError) as caught:
        environment.setting("my key=secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("below", [".", "files/x"])
def test_a_run_refuses_the_demos_folder(places: Places, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    environment.open_demo(places)
    monkeypatch.setenv("COSO_DATA", str(places.demo / below))
    with pytest.raises(StopError, match="dùng thử") as caught:
        environment.run(places)
    assert caught.value.code == 2


def test_the_demo_refuses_a_folder_of_real_data(places: Places) -> None:
    places.demo.mkdir(parents=True)
    (places.demo / "coso.sqlite3").touch()
    for opening in (environment.open_demo, environment.wipe_demo):
        with pytest.raises(StopError, match="không phải của bản dùng thử"):
            opening(places)
    assert (places.demo / "coso.sqlite3").exists()


def test_a_wiped_demo_is_empty_but_marked(places: Places) -> None:
    environment.open_demo(places)
    (places.demo / "coso.sqlite3").touch()
    environment.wipe_demo(places)
    assert [file.name for file in places.demo.iterdir()] == [environment.MARKER]
    assert not (places.var / "demo-old").exists()

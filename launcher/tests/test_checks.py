"""`./coso test`: everything runs, nothing is hidden, the last line counts."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from launcher import checks, cluster, procs
from launcher.checks import Bench, Result, sum_up
from launcher.places import Places
from launcher.tally import Tally, tally_of
from launcher.tests.conftest import Calls

REPORT = '<testsuites name="x"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1">'


@pytest.fixture
def bench(places: Places) -> Bench:
    return Bench(places, {"PATH": ""}, [])


def report(bench: Bench, name: str, text: str = REPORT) -> None:
    bench.reports.mkdir(parents=True, exist_ok=True)
    (bench.reports / f"{name}.xml").write_text(text, encoding="utf-8")


def test_a_report_is_counted(bench: Bench) -> None:
    report(bench, "a")
    assert tally_of(bench.reports / "a.xml") == Tally(passed=4, failed=3, skipped=3)


def test_a_run_without_a_report_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "half.xml").write_text("", encoding="utf-8")
    assert tally_of(tmp_path / "none.xml") == Tally(failed=1)
    assert tally_of(tmp_path / "half.xml") == Tally(failed=1)


def test_counts_add_up_and_read_plainly() -> None:
    assert str(Tally(1, 2, 3) + Tally(1, 0, 0)) == "2 passed, 2 failed, 3 skipped"


def test_the_last_line_is_the_count_alone(capsys: pytest.CaptureFixture[str]) -> None:
    runs = [Result(name, ok=True, tally=tally) for name, tally in (("a", Tally(3)), ("b", Tally(4, 0, 1)))]
    assert sum_up([Result("ruff", ok=True), *runs], no_skip=False) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 0 failed, 1 skipped"


def test_one_failed_check_fails_all_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert sum_up([Result("ruff", ok=False), Result("a", ok=True, tally=Tally(3))], no_skip=False) == 1
    assert "Failed: ruff" in capsys.readouterr().out


@pytest.mark.parametrize("result", [Result("a", ok=True, tally=Tally(1, 0, 1)), Result("a", ok=False, lacking="apt x")])
def test_a_skip_fails_only_where_none_is_allowed(result: Result) -> None:
    assert sum_up([result], no_skip=False) == 0
    assert sum_up([result], no_skip=True) == 1


def test_a_left_out_run_is_named_with_its_cure_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    sum_up([Result("pytest PostgreSQL", ok=False, lacking="apt-get install -y postgresql")], no_skip=False)
    said = capsys.readouterr().out
    assert "pytest PostgreSQL: bỏ qua" in said
    assert "apt-get install -y postgresql" in said
    assert said.splitlines()[-1] == "0 passed, 0 failed, 1 skipped"


@pytest.mark.parametrize(("value", "strict"), [("1", True), ("0", False), ("", False)])
def test_strictness_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, value: str, strict: bool) -> None:
    monkeypatch.setenv("COSO_NO_SKIP", value)
    assert checks.strict() is strict


def test_the_plain_checks(bench: Bench) -> None:
    templates = bench.places.src / "coso" / "web" / "templates" / "web"
    templates.mkdir(parents=True)
    (templates / "home.html").touch()
    found = dict(checks.plain(bench))
    assert found["ruff format"][1:5] == ["-m", "ruff", "format", "--check"]
    assert found["djade"][1] == "--check"
    assert found["djade"][-1].endswith("home.html")
    assert found["makemigrations --check"][-2:] == ["--check", "--dry-run"]
    assert list(found) == [
        "ruff check", "ruff format", "djade", "mypy", "lint-imports",
        "makemigrations --check", "compile_catalogs", "check_catalogs",
    ]  # fmt: skip


def test_a_check_that_fails_does_not_stop_the_next(bench: Bench, calls: Calls) -> None:
    calls.failing = {"mypy"}
    results = [checks.check(*item, bench) for item in checks.plain(bench)]
    assert [result.name for result in results if not result.ok] == ["mypy"]
    assert len(calls) == len(results) == 7


def test_a_test_run_passes_the_persons_words_on(places: Places, calls: Calls) -> None:
    bench = Bench(places, {}, ["-k", "law"])
    report(bench, "pytest-sqlite", '<testsuite tests="2" failures="0" errors="0" skipped="0">')
    result = checks.suite("pytest SQLite", ["-n", "2"], {}, bench)
    assert result.ok
    assert result.tally == Tally(passed=2)
    assert calls[0][-2:] == ["-k", "law"]
    assert "-rs" in calls[0]


@pytest.mark.parametrize(("words", "ok"), [([], False), (["-k", "law"], True)])
def test_no_test_at_all_is_right_only_when_picked(
    places: Places, monkeypatch: pytest.MonkeyPatch, words: list[str], ok: bool
) -> None:
    bench = Bench(places, {}, words)
    report(bench, "a", '<testsuite tests="0" failures="0" errors="0" skipped="0">')
    monkeypatch.setattr(procs, "call", lambda argv, env, cwd: checks.NO_TESTS)
    assert checks.suite("a", [], {}, bench).ok is ok


def test_the_runs(bench: Bench, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "programs", lambda: Path("/pg/bin"))
    monkeypatch.setattr(cluster, "usable", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(shutil, "chown", lambda folder, user: None)
    days = [f"pytest {name}" for name, _more in checks.OTHER_DAYS]
    names = ["pytest SQLite", *days, "pytest PostgreSQL", "pytest Chromium"]
    assert [result.name for result in checks.suites(bench)] == names
    runs = [env for argv, env in zip(calls, calls.envs, strict=True) if "pytest" in argv]
    assert "DATABASE_URL" not in runs[0]
    assert [run["COSO_TEST_MOMENT"][:4] for run in runs[1:4]] == ["2028", "2026", "2031"]
    assert runs[4]["DATABASE_URL"].startswith("postgres://coso@%2Ftmp%2Fcoso-pg-")
    assert runs[5]["COSO_CHROMIUM"] == "/usr/bin/chromium"


def test_a_machine_without_postgresql_and_chromium_says_so(
    bench: Bench, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "programs", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert [result.lacking.split()[-1] for result in checks.suites(bench) if result.lacking] == [
        "postgresql",
        "chromium",
    ]
    assert len(calls) == 1 + len(checks.OTHER_DAYS)


def test_a_server_that_does_not_start_is_a_failure(bench: Bench, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "programs", lambda: Path("/pg/bin"))
    monkeypatch.setattr(cluster, "usable", lambda: True)
    monkeypatch.setattr(shutil, "chown", lambda folder, user: None)
    calls.failing = {"start"}
    assert checks.on_postgresql([], bench).tally == Tally(failed=1)


def test_the_whole_command(places: Places, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "run_steps", lambda steps: None)
    monkeypatch.setattr(checks, "suites", lambda bench: [Result("a", ok=True, tally=Tally(1))])
    stale = places.var / "test" / "stale.xml"
    stale.parent.mkdir(parents=True)
    stale.touch()
    assert checks.test(places, []) == 0
    assert not stale.exists()
    assert all(env["COSO_DATA"] == str(places.var / "test" / "data") for env in calls.envs)


def test_coverage_is_measured_when_asked_and_fails_the_whole_run_alone(
    bench: Bench, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COSO_COVERAGE", "1")
    assert checks.coverage_wanted()
    assert [each.name for each in checks.measured([], bench)] == ["pytest SQLite", "coverage combine", "coverage"]
    assert calls[0][1:5] == ["-m", "coverage", "run", "-m"]
    assert "--fail-under=92" in calls[-1]
    list(checks.measured([], replace(bench, words=["-k", "law"])))
    assert not [word for word in calls[-1] if word.startswith("--fail-under")]

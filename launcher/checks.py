"""`./coso test`: every check of the project, one after the other, and what came of them."""

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from launcher import cluster, environment, procs
from launcher.assets import assets
from launcher.libraries import libraries
from launcher.places import Places
from launcher.say import StopError, say, seconds
from launcher.steps import alone, run_steps
from launcher.tally import Tally, tally_of

NO_TESTS = 5
LEAST_COVERED = 92  # per cent
NOTHING = Tally()
# What the tests find must not hang on the day or zone of the machine: a twentieth of them plays on each of these, too.
OTHER_DAYS = (
    ("29/02/2028", {"COSO_TEST_MOMENT": "2028-02-29T09:00", "COSO_TEST_SHARE": "1/20", "TZ": "UTC"}),
    ("31/12/2026", {"COSO_TEST_MOMENT": "2026-12-31T23:30", "COSO_TEST_SHARE": "4/20", "TZ": "America/Los_Angeles"}),
    ("15/03/2031", {"COSO_TEST_MOMENT": "2031-03-15T09:00", "COSO_TEST_SHARE": "7/20", "TZ": "Pacific/Auckland"}),
)
CODE = ("src", "launcher", "coso")


@dataclass(frozen=True)
class Result:
    """What came of one check; a check that could not run on this machine has a reason instead."""

    name: str
    ok: bool
    took: str = ""
    lacking: str = ""
    tally: Tally = NOTHING


@dataclass(frozen=True)
class Bench:
    """Where the checks run and with what."""

    places: Places
    env: dict[str, str]
    words: Sequence[str]

    @property
    def reports(self) -> Path:
        return self.places.var / "test"

    def tool(self, *words: str) -> list[str]:
        return [str(self.places.python), "-m", *words]


def test(places: Places, words: Sequence[str]) -> int:
    """Prepare, run everything, sum up; 1 if anything failed."""
    data = places.var / "test" / "data"
    shutil.rmtree(places.var / "test", ignore_errors=True)
    data.mkdir(parents=True)
    env = environment.tests(places, data)
    with alone(places):
        run_steps([libraries(places, "test"), *assets(places)])
    bench = Bench(places, env, words)
    return sum_up([*(check(*item, bench) for item in plain(bench)), *suites(bench)], strict())


def strict() -> bool:
    """Whether a skip counts as a failure, as on the machine that guards the main line."""
    return os.environ.get("COSO_NO_SKIP", "") not in ("", "0")


def plain(bench: Bench) -> Iterator[tuple[str, list[str]]]:
    """The checks that are no test runs: a name and a command line each."""
    scripts, django = bench.places.venv / "bin", bench.places.django
    templates = sorted(str(path) for path in bench.places.src.glob("**/templates/**/*.html"))
    yield "ruff check", bench.tool("ruff", "check", *CODE)
    yield "ruff format", bench.tool("ruff", "format", "--check", *CODE)
    if templates:
        yield "djade", [str(scripts / "djade"), "--check", "--target-version", "5.2", *templates]
    yield "mypy", bench.tool("mypy", "src", "launcher")
    yield "lint-imports", [str(bench.places.python), str(scripts / "lint-imports")]
    yield "makemigrations --check", django("makemigrations", "--check", "--dry-run")
    yield "compile_catalogs", django("compile_catalogs")
    yield "check_catalogs", django("check_catalogs")


def check(name: str, argv: Sequence[str], bench: Bench) -> Result:
    say(f"\n→ {name} …")
    begin = time.monotonic()
    ok = procs.call(argv, bench.env, bench.places.root) == 0
    return told(Result(name, ok, seconds(begin)))


def told(result: Result) -> Result:
    """Say at once what came of a check."""
    say(line(result))
    return result


def suites(bench: Bench) -> Iterator[Result]:
    """The test runs; one that the machine cannot do says what is lacking."""
    quick = ["-m", "not browser", "-n", "auto"]
    yield from measured(quick, bench) if coverage_wanted() else [suite("pytest SQLite", quick, bench.env, bench)]
    for name, more in OTHER_DAYS:
        yield suite(f"pytest {name}", quick, {**bench.env, **more}, bench)
    yield on_postgresql(quick, bench)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        yield told(Result("pytest Chromium", ok=False, lacking="apt-get install -y chromium"))
        return
    yield suite("pytest Chromium", ["-m", "browser", "-n", "auto"], {**bench.env, "COSO_CHROMIUM": chromium}, bench)


def coverage_wanted() -> bool:
    return os.environ.get("COSO_COVERAGE", "") not in ("", "0")


def measured(words: Sequence[str], bench: Bench) -> Iterator[Result]:
    """The run on SQLite with its branches counted, in worker processes too; it fails if too few are taken."""
    env = {**bench.env, "COVERAGE_FILE": str(bench.reports / "coverage")}
    yield suite("pytest SQLite", words, env, bench, "coverage", "run", "-m")
    counted = replace(bench, env=env)
    yield check("coverage combine", bench.tool("coverage", "combine", "-q"), counted)
    least = [] if bench.words else [f"--fail-under={LEAST_COVERED}"]
    yield check("coverage", bench.tool("coverage", "report", "--skip-covered", *least), counted)


def on_postgresql(words: Sequence[str], bench: Bench) -> Result:
    name, programs = "pytest PostgreSQL", cluster.programs()
    if programs is None or not cluster.usable():
        return told(Result(name, ok=False, lacking="apt-get install -y postgresql"))
    try:
        with cluster.private_cluster(programs) as url:
            return suite(name, words, {**bench.env, "DATABASE_URL": url, "COSO_TEST_DATABASE": "only"}, bench)
    except StopError as error:
        say(str(error))
        return told(Result(name, ok=False, tally=Tally(failed=1)))


def suite(name: str, words: Sequence[str], env: dict[str, str], bench: Bench, *under: str) -> Result:
    """One run of pytest; picking no test is right only where the person picked."""
    say(f"\n→ {name} …")
    begin = time.monotonic()
    report = bench.reports / f"{name.replace(' ', '-').replace('/', '-').lower()}.xml"
    argv = bench.tool(*under, "pytest", *words, "-rs", f"--junit-xml={report}", *bench.words)
    code = procs.call(argv, env, bench.places.root)
    ok = code == 0 or (code == NO_TESTS and bool(bench.words))
    tally = tally_of(report)
    return told(Result(name, ok and not tally.failed, seconds(begin), tally=tally))


def line(result: Result) -> str:
    if result.lacking:
        return f"  – {result.name}: bỏ qua, máy thiếu phần này: {result.lacking}"
    counts = f", {result.tally}" if result.tally != NOTHING else ""
    return f"  {'✓' if result.ok else '✗'} {result.name}: {result.took}{counts}"


def sum_up(results: Sequence[Result], no_skip: bool) -> int:
    """The summary; its last line has the counts of all test runs, a run that was left out being one skip."""
    say("\nKết quả / Results")
    total = NOTHING
    for result in results:
        say(line(result))
        total += result.tally if not result.lacking else Tally(skipped=1)
    failed = [result.name for result in results if not result.ok and not result.lacking]
    if failed:
        say(f"Hỏng / Failed: {', '.join(failed)}")
    if no_skip and total.skipped:
        say("Có phần bị bỏ qua, ở đây coi là hỏng / Something was skipped, which counts as failed here")
    say(str(total))
    return 1 if failed or (no_skip and total.skipped) else 0

"""`./coso mutate`: mistakes made on purpose in a copy of the source; the tests named beside each must see it."""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import environment, procs
from launcher.assets import assets
from launcher.libraries import libraries
from launcher.places import Places
from launcher.say import StopError, say
from launcher.steps import alone, run_steps

LIST = Path("docs") / "mutations.md"
TESTS = Path("src") / "coso"
CELL = re.compile(r"(?<!\\)\|")
FAILED = 1  # what pytest ends with if a test failed; anything else says that the tests did not run as they should
PYTEST = ("-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not browser")


@dataclass(frozen=True)
class Mutation:
    """A mistake: in which file, what stands there and what instead, the files of tests that must see it."""

    n: int
    file: str
    before: str
    after: str
    tests: tuple[str, ...]
    meaning: str


def mutate(places: Places, words: Sequence[str]) -> int:
    """Make every mistake of the list, or those of the numbers given; 1 if the tests miss one."""
    chosen = [each for each in read(places.root / LIST) if not words or str(each.n) in words]
    if not chosen:
        raise StopError(f"Không có lỗi thử nào mang số này / No such mutation: {' '.join(words)}", 2)
    with alone(places):
        run_steps([libraries(places, "test"), *assets(places)])
    with tempfile.TemporaryDirectory(prefix="coso-mutate-") as folder:
        missed = survivors(Places(Path(folder)), places, chosen)
    say(f"\n{len(chosen) - len(missed)}/{len(chosen)} lỗi thử bị phát hiện / mistakes seen")
    return 1 if missed else 0


def read(file: Path) -> list[Mutation]:
    """The rows of the table in the file."""
    rows = [[cell.strip() for cell in CELL.split(line)[1:-1]] for line in file.read_text("utf-8").splitlines()]
    return [mutation(row) for row in rows if row and row[0].isdecimal()]


def mutation(row: Sequence[str]) -> Mutation:
    n, *code, meaning = row
    file, before, after, tests = (cell.strip("`").replace("\\|", "|") for cell in code)
    return Mutation(int(n), file, before, after, tuple(tests.split()), meaning)


def survivors(copy: Places, places: Places, chosen: Sequence[Mutation]) -> list[Mutation]:
    """Those that no test sees, each told at once. StopError where the tests fail without a mistake already."""
    copy_source(places.root, copy.root)
    env = environment.tests(copy, copy.root / "data") | {"COSO_ASSETS": str(places.assets)}
    python = [str(places.python), *PYTEST]
    if played(python, {test for each in chosen for test in each.tests}, env, copy.root):
        raise StopError("Các phần thử hỏng sẵn khi chưa có lỗi nào / The tests fail without any mistake")
    return [each for each in chosen if not seen(each, python, env, copy.root)]


def copy_source(root: Path, to: Path) -> None:
    unwanted = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in ("src", "launcher", "docs"):
        shutil.copytree(root / name, to / name, ignore=unwanted)
    for name in ("pyproject.toml", "coso"):
        shutil.copy2(root / name, to / name)
    (to / "data").mkdir()


def played(python: Sequence[str], tests: set[str], env: Mapping[str, str], root: Path) -> int:
    return procs.call([*python, *sorted(str(TESTS / test) for test in tests)], env, root)


def seen(made: Mutation, python: Sequence[str], env: Mapping[str, str], root: Path) -> bool:
    """Whether a test fails once the mistake is made; the file stands as before afterwards."""
    file = root / made.file
    text = file.read_text("utf-8")
    if text.count(made.before) != 1:
        say(f"  ✗ {made.n} {made.file}: không còn đúng một chỗ / not once there: {made.before}")
        return False
    file.write_text(text.replace(made.before, made.after), "utf-8")
    found = played(python, set(made.tests), env, root) == FAILED
    file.write_text(text, "utf-8")
    say(f"  {'✓' if found else '✗ sống sót / survives:'} {made.n} {made.meaning}")
    return found

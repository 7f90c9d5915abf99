"""What tests share lies in `testing` of its room: a test module may be moved or cut without breaking another."""

import ast
from pathlib import Path

from django.conf import settings

FOLDERS = [Path(settings.PROJECT, "src"), Path(settings.PROJECT, "launcher")]


def modules():
    """Every test module and conftest, and the modules that hold what tests share."""
    for folder in FOLDERS:
        yield from (file for file in folder.rglob("*.py") if {"tests", "testing"} & set(file.with_suffix("").parts))


def imported(file):
    """The dotted names that a module imports, however deep."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def room_of(file):
    return file.relative_to(settings.PROJECT).as_posix().removeprefix("src/").split("/tests/")[0].replace("/", ".")


def of_other_tests(file):
    """What a module imports from a package of tests other than the conftest of its own room."""
    own = f"{room_of(file)}.tests.conftest."
    return [name for name in imported(file) if ".tests." in f"{name}." and not name.startswith(own)]


def test_no_module_imports_from_another_test_module():
    assert {str(file): found for file in modules() if (found := of_other_tests(file))} == {}


def test_an_import_from_another_test_module_is_seen(tmp_path, settings):
    settings.PROJECT = tmp_path
    file = tmp_path / "src" / "coso" / "a" / "tests" / "test_x.py"
    file.parent.mkdir(parents=True)
    for line, seen in [
        ("from coso.a.tests.test_y import z", True), ("from coso.b.tests.conftest import z", True),
        ("from coso.a.tests import test_y", True), ("import coso.a.tests.test_y", True),
        ("from coso.a.tests.conftest import z", False), ("from coso.b.testing import z", False),
    ]:  # fmt: skip
        file.write_text(line)
        assert bool(of_other_tests(file)) is seen, line

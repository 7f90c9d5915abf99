"""`./coso mutate`: a mistake that no test sees is told."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from launcher import mutations, procs
from launcher.mutations import Mutation, read, seen, survivors
from launcher.places import PROJECT, Places
from launcher.say import StopError

MADE = Mutation(1, "src/a.py", "one | two", "two", ("lib/tests/test_a.py",), "something")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / MADE.file).write_text("x = one | two\n", encoding="utf-8")
    return tmp_path / MADE.file


def test_the_list_names_twenty_or_more_and_each_stands_once_in_the_source() -> None:
    found = read(PROJECT / mutations.LIST)
    assert len(found) >= 20
    assert [each.n for each in found] == list(range(1, len(found) + 1))
    lost = [each.n for each in found if (PROJECT / each.file).read_text("utf-8").count(each.before) != 1]
    assert not lost
    assert all((PROJECT / mutations.TESTS / test).is_file() for each in found for test in each.tests)


@pytest.mark.parametrize(("code", "found"), [(1, True), (0, False), (2, False), (4, False), (5, False)])
def test_only_a_test_that_fails_has_seen_it_and_the_file_stands_as_before(
    file: Path, monkeypatch: pytest.MonkeyPatch, code: int, found: bool
) -> None:
    stood: list[str] = []

    def play(argv: Sequence[str], env: Mapping[str, str], cwd: Path) -> int:
        stood.append(file.read_text("utf-8"))
        return code

    monkeypatch.setattr(procs, "call", play)
    assert seen(MADE, ["python"], {}, file.parents[1]) is found
    assert stood == ["x = two\n"]
    assert file.read_text("utf-8") == "x = one | two\n"


def test_a_text_that_is_gone_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("x = 1\n", encoding="utf-8")
    assert not seen(MADE, ["python"], {}, file.parents[1])
    assert "one | two" in capsys.readouterr().out


def test_a_bar_in_the_code_does_not_end_its_cell(tmp_path: Path) -> None:
    row = "| 1 | `src/a.py` | `one \\| two` | `two` | `lib/tests/test_a.py` | something |"
    (tmp_path / "list.md").write_text(f"| n | file |\n|---|---|\n{row}\n", encoding="utf-8")
    assert read(tmp_path / "list.md") == [MADE]


def test_tests_that_fail_already_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "copy_source", lambda root, to: None)
    monkeypatch.setattr(procs, "call", lambda argv, env, cwd: 1)
    with pytest.raises(StopError):
        survivors(Places(tmp_path), Places(tmp_path), [MADE])


def test_a_number_of_no_mistake_is_refused() -> None:
    with pytest.raises(StopError):
        mutations.mutate(Places(), ["99"])

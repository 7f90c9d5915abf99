"""A step is done once, and again when its inputs change or its products are gone."""

import fcntl
import threading
from pathlib import Path

import pytest

from launcher.places import Places
from launcher.steps import Step, alone, digest, read, run_steps, tree_digest


def step(folder: Path, done: list[str], *digests: str) -> Step:
    return Step("x", folder / "stamps" / "x", digests or ("1",), lambda: done.append("x"))


def test_a_step_leaves_a_stamp_and_is_not_done_twice(tmp_path: Path) -> None:
    done: list[str] = []
    run_steps([step(tmp_path, done)])
    run_steps([step(tmp_path, done)])
    assert done == ["x"]
    assert read(tmp_path / "stamps" / "x") == "1"


def test_other_inputs_mean_other_work(tmp_path: Path) -> None:
    done: list[str] = []
    run_steps([step(tmp_path, done, "1")])
    run_steps([step(tmp_path, done, "2")])
    assert done == ["x", "x"]


def test_any_of_several_stamps_will_do(tmp_path: Path) -> None:
    done: list[str] = []
    run_steps([step(tmp_path, done, "2")])
    run_steps([step(tmp_path, done, "1", "2")])
    assert done == ["x"]


def test_a_missing_product_is_made_again(tmp_path: Path) -> None:
    product = tmp_path / "product"
    made = Step("x", tmp_path / "stamp", ("1",), product.touch, (product,))
    made.run()
    assert made.done()
    product.unlink()
    assert not made.done()


def test_a_step_cut_off_leaves_no_stamp(tmp_path: Path) -> None:
    def cut_off() -> None:
        raise KeyboardInterrupt

    (tmp_path / "stamp").write_text("1", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        Step("x", tmp_path / "stamp", ("1",), cut_off).run()
    assert read(tmp_path / "stamp") == ""


def test_what_is_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_steps([step(tmp_path, [])])
    run_steps([step(tmp_path, [])])
    said = capsys.readouterr().out
    assert "→ [1/1] x …" in said
    assert "giây" in said
    assert "✓ [1/1] x: đã có" in said


def test_a_digest_keeps_its_parts_apart(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("ab", encoding="utf-8")
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(file) == digest("ab")


def test_a_tree_digest_sees_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", encoding="utf-8")
    first = tree_digest(tmp_path, tmp_path.iterdir())
    (tmp_path / "a").rename(tmp_path / "b")
    second = tree_digest(tmp_path, tmp_path.iterdir())
    (tmp_path / "b").write_text("2", encoding="utf-8")
    assert len({first, second, tree_digest(tmp_path, tmp_path.iterdir())}) == 3


def test_a_second_launcher_waits_for_the_first(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    places.var.mkdir()
    let_go = threading.Event()
    with (places.var / "setup.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)

        def release() -> None:
            let_go.set()
            fcntl.flock(first, fcntl.LOCK_UN)

        timer = threading.Timer(0.2, release)
        timer.start()
        with alone(places):
            assert let_go.is_set()
        timer.join()
    assert "xin chờ" in capsys.readouterr().out

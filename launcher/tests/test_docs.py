"""What is written for those who come after keeps up with the project."""

import re
from pathlib import Path

import pytest

from launcher.main import COMMANDS
from launcher.places import PROJECT

DOCS = PROJECT / "docs"
LINK = re.compile(r"\]\((?!http)([^)#]+)")


def wanted() -> set[str]:
    lines = [
        line for name in ("run.in", "test.in") for line in (PROJECT / "requirements" / name).read_text().splitlines()
    ]
    return {re.split(r"[\[<>=~; ]", line)[0].lower() for line in lines if line and line[0] not in "#-"}


def test_every_library_has_its_reason() -> None:
    text = (DOCS / "dependencies.md").read_text(encoding="utf-8").lower()
    plugins = {"pytest-django": "-django", "pytest-xdist": "-xdist"}
    assert not {name for name in wanted() if plugins.get(name, name) not in text}


def test_every_decision_stands_in_the_index() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in (DOCS / "decisions").glob("0*.md") if path.name not in index]


@pytest.mark.parametrize("page", [PROJECT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_readme_names_every_command() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert not [name for name in COMMANDS if f"./coso {name}" not in text]


def test_the_readme_begins_with_a_picture() -> None:
    assert (PROJECT / "README.md").read_text(encoding="utf-8").startswith("![")

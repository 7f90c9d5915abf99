"""Templates keep to the bands as the code does: no room shows what a room above it drew."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SOURCE = Path(settings.PROJECT) / "src" / "coso"
ROOMS_ABOVE = {
    "members": [],
    "polls": [],
    "voice": [],
    "dialogue": ["voice"],
    "notices": [],
    "advice": [],
    "rubrics": [],
    "grading": ["polls", "rubrics"],
    "results": ["grading", "rubrics"],
}
NAMED = re.compile(r'{% (?:extends|include) "([a-z_]+)/')
LOADED = re.compile(r"{% load ([a-z_ ]+) %}")
ALWAYS = {"web", "register", "lists", "i18n", "coso", "allauth", "account", "humanize", "static", "mfa", "usersessions"}


def ties(template):
    text = template.read_text()
    libraries = {name for names in LOADED.findall(text) for name in names.split()}
    return (set(NAMED.findall(text)) | libraries) & {path.name for path in SOURCE.iterdir()}


@pytest.mark.parametrize("room", sorted(path.parent.name for path in SOURCE.glob("*/templates")))
def test_templates_name_only_rooms_that_the_code_may_import(room):
    allowed = ALWAYS | {room, *ROOMS_ABOVE.get(room, [])}
    if room in ROOMS_ABOVE:
        allowed |= {"papers", "ballots", "duties", "indicators", "requests"}
    wrong = {
        str(path.relative_to(SOURCE)): ties(path) - allowed
        for path in (SOURCE / room / "templates").rglob("*.html")
        if ties(path) - allowed
    }
    assert wrong == {}

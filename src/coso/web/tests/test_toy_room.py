"""A new room costs two edits outside itself: a line in settings.ROOMS and one in the import contracts."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from coso.testing.installations import Installation

ROOM = {
    "__init__.py": "",
    "apps.py": """
from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "toyroom"
""",
    "permissions.py": """
from coso.access.permissions import Permission
from coso.register.permissions import EVERYONE

PERMISSIONS = [Permission("toys.see", "Xem đồ chơi", "See toys", EVERYONE)]
""",
    "menu.py": """
from coso.access.pages import MenuEntry

MENU = [MenuEntry("toys", "box", "Đồ chơi", "toys.see", 70)]
""",
    "urls.py": """
from django.http import HttpResponse
from django.urls import path

MOUNT = "do-choi/"
urlpatterns = [path("", lambda request: HttpResponse("Kho đồ chơi"), name="toys")]
""",
    "cards.py": """
from coso.access.pages import Card

CARDS = [Card("toys.unit", "unit", 50, "toyroom/card.html", lambda request, unit: {"code": unit.code})]
""",
    "templates/toyroom/card.html": '<section class="card pad-s"><h2>Đồ chơi của {{ code }}</h2></section>',
    "deeds.py": """
from coso.access.deeds import Deed
from coso.register.rights import own

DEEDS = [Deed("toy.give", "Phát đồ chơi", "toys.see", own)]
""",
    "checks.py": """
from coso.access.checks import Check

CHECKS = [Check("toys", lambda: iter(["Thiếu một con gấu."]))]
""",
    "journal_words.py": 'TABLES = {"toyroom.toy": "Đồ chơi"}\n',
    "duties.py": """
from coso.duties.registry import DutyKind

DUTIES = [DutyKind("toys.count", "Đếm đồ chơi", "Count toys", "toys.see", "toys", list)]
""",
    "import_kinds.py": """
from coso.access.forms import ListForm
from coso.access.imports import Import, Outcome

IMPORTS = [
    Import(
        key="toys",
        permission="toys.see",
        path="do-choi/nhap/",
        home="toys",
        heading=lambda said: "Nhập đồ chơi",
        new=lambda said: "đồ chơi mới",
        form=lambda request: ListForm(request.POST or None, request.FILES or None),
        check=lambda running: Outcome(),
        book=lambda running: Outcome,
        work=("Kiểm tra đồ chơi", "Ghi sổ đồ chơi"),
    )
]
""",
    "setup_steps.py": "STEPS = []\n",
    "ticks.py": "TICKS = []\n",
}
SETTINGS = """
from coso import settings as _whole
from coso.settings import *

ROOMS = [*_whole.ROOMS, "toyroom"]
INSTALLED_APPS = [*_whole.INSTALLED_APPS, "toyroom"]
"""
LOOK = """
import datetime as dt
from django.test import Client
from coso.access.deeds import verb_text
from coso.access.jobs import works
from coso.access.models import Account
from coso.register.testing.tree import Actors, Tree
from coso.duties.registry import duty_kinds
from coso.web.doctor import findings
from coso.web.journal_words import tables

tree = Tree()
actors = Actors(tree)
client = Client(headers={"accept-language": "vi"})
client.force_login(actors.nhung)
home, unit = client.get("/").content.decode(), client.get(f"/to-chuc/{tree.garment.code}/").content.decode()
print("menu", "Đồ chơi" in home)
print("page", "Kho đồ chơi" in client.get("/do-choi/").content.decode())
print("card", f"Đồ chơi của {tree.garment.code}" in unit)
print("verb", verb_text("toy.give"), "·", tables()["toyroom.toy"], "·", duty_kinds()["toys.count"])
print("import", "Nhập đồ chơi" in client.get("/do-choi/nhap/").content.decode(), "toys.check" in works())
print("doctor", "Thiếu một con gấu." in list(findings()))
"""


@pytest.fixture
def toy(tmp_path):
    for name, text in ROOM.items():
        file = tmp_path / "code" / "toyroom" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "code" / "toysettings.py").write_text(SETTINGS, encoding="utf-8")
    return Installation(tmp_path / "data", settings_module="toysettings", more_code=tmp_path / "code")


def test_what_a_room_declares_is_there_without_another_edit(toy):
    assert toy.manage("migrate", "--verbosity", "0").returncode == 0
    seen = toy.python(LOOK)
    assert seen.returncode == 0, seen.stderr
    assert seen.stdout.splitlines() == [
        "menu True", "page True", "card True", "verb Phát đồ chơi · Đồ chơi · Đếm đồ chơi",
        "import True True", "doctor True",
    ]  # fmt: skip


def test_a_key_that_another_room_has_stops_the_start(toy):
    file = toy.more_code / "toyroom" / "menu.py"
    file.write_text(file.read_text().replace('"toys", "box"', '"units", "box"'), encoding="utf-8")
    broken = toy.python("from coso.access.pages import menu\nmenu()")
    assert "ValueError: units" in broken.stderr


def test_every_room_stands_in_the_import_contracts():
    contracts = tomllib.loads((Path(settings.PROJECT) / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"]).replace("|", " ").split()
    assert {room.removeprefix("coso.") for room in settings.ROOMS} <= set(layers)

"""One small tree and its named actors, for every test; what a test may never leave behind."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from coso.access.journal import act
from coso.access.models import Account
from coso.grading.models import Round, Sheet
from coso.grading.testing.rounds import MODEL, employ, start_round
from coso.lib import clock
from coso.lib.paths import LABEL
from coso.register.models import Person, Unit
from coso.register.services.people import add_member, new_person
from coso.register.services.seats import appoint
from coso.register.services.units import found_unit
from coso.rubrics.models import Rubric
from coso.rubrics.services.rubrics import copy_rubric, take_in_rubric
from coso.testing.days import settle
from coso.testing.selection import choose
from coso.testing.worlds import put_back

START = dt.date(2024, 1, 1)

settle()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes the tests that the environment asks for."""
    items[:], left = choose(items)
    config.hook.pytest_deselected(items=left)


def _errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.get_records("call") if each.levelno >= logging.ERROR]


@pytest.fixture(autouse=True)
def no_error_is_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    expected = "logged_errors" in request.fixturenames
    assert bool(_errors(caplog)) == expected, _errors(caplog)


@pytest.fixture
def logged_errors(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """For a test that expects errors to be logged: it fails without one. Returns their messages when called."""
    return lambda: _errors(caplog)


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _ballot_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The keys of the polls that tests open lie apart from any installation."""
    with override_settings(BALLOT_KEYS=tmp_path_factory.mktemp("ballot-keys")):
        yield


@pytest.fixture
def today() -> dt.date:
    return clock.today()


@pytest.fixture
def store(settings, tmp_path):
    """A folder of its own for files that a test attaches."""
    settings.FILES = tmp_path


class Tree:
    """A province with a ward union and a direct union; two grassroots unions in the ward, groups in one."""

    def __init__(self) -> None:
        self.province = self.found("LĐLĐ tỉnh Lam", "province", None)
        self.ward = self.found("Công đoàn phường Hồng", "zone_union", self.province)
        self.other_ward = self.found("Công đoàn phường Trà", "zone_union", self.province)
        self.garment = self.found("CĐCS May Lam Trà", "grassroots", self.ward, "non_state_enterprise")
        self.school = self.found("CĐCS Trường Tiểu học Hồng 1", "grassroots", self.ward, "public_service")
        self.stranger = self.found("CĐCS Giày Khê", "grassroots", self.other_ward, "non_state_enterprise")
        self.line5 = self.found("Tổ Chuyền 5", "group", self.garment)
        self.cutting = self.found("Tổ Cắt", "group", self.garment)

    @staticmethod
    def found(name: str, kind: str, parent: Unit | None, sector: str = "", day: dt.date = START) -> Unit:
        return found_unit(name=name, kind=kind, parent=parent, sector=sector, day=day, by=None)


class Actors:
    """One person for each post, with an account, in the small tree."""

    POSTS = {
        "lanh": ("province", "provincial_leader"),
        "chuyen": ("province", "provincial_specialist"),
        "hanh": ("ward", "managing_officer"),
        "khach": ("other_ward", "managing_officer"),
        "nhung": ("garment", "chair"),
        "pho": ("garment", "vice_chair"),
        "uy": ("garment", "committee_member"),
        "thay": ("school", "chair"),
        "giay": ("stranger", "chair"),
        "to": ("line5", "group_leader"),
        "kiem": ("province", "inspector"),
    }

    def __init__(self, tree: Tree) -> None:
        self.people: dict[str, Person] = {}
        for name, (place, post) in self.POSTS.items():
            setattr(self, name, self._actor(name, getattr(tree, place), post))
        self.quan = Account.objects.create(username="quan", name="Quản", runs_machine=True)

    def _actor(self, name: str, unit: Unit, post: str) -> Account:
        account = Account.objects.create(username=name, name=name.title())
        values = {"name": f"Nguyễn Thị {name.title()}", "female": True, "user_id": account.id}
        self.people[name] = self._member(unit, values)
        appoint(person=self.people[name], unit=unit, post=post, day=START, by=None)
        return account

    @staticmethod
    def _member(unit: Unit, values: dict[str, Any]) -> Person:
        """A member of the union of the post; officers of the unions above are members of none in the tree."""
        if len(unit.path) > 2 * LABEL:
            return add_member(unit=unit, day=START, values=values, by=None)
        with act(by=None, verb="demo.seed") as a:
            key = new_person(a, values)
        return Person.objects.get(pk=key)

    def everybody(self) -> dict[str, Account]:
        return {name: getattr(self, name) for name in [*self.POSTS, "quan"]}


@pytest.fixture
def tree(db: None) -> Tree:
    return put_back("tree", Tree)


@pytest.fixture
def actors(tree: Tree) -> Actors:
    return put_back("actors", lambda: Actors(tree))


@pytest.fixture
def model_rubric(db: None) -> Rubric:
    return put_back("model_rubric", lambda: take_in_rubric(source=MODEL, by=None))


@pytest.fixture
def a_round(tree, actors, model_rubric) -> Round:
    return put_back("a_round", lambda: _open_round(tree, model_rubric))


def _open_round(tree: Tree, rubric: Rubric) -> Round:
    employ(tree.garment, 5)
    employ(tree.school, 1)
    return start_round(tree, rubric)


@pytest.fixture
def sheet(a_round, tree) -> Sheet:
    return Sheet.objects.get(round=a_round, unit=tree.garment)


@pytest.fixture
def draft(model_rubric):
    return copy_rubric(rubric=model_rubric, code="lam-2027", number="12/HD", title="Bộ tiêu chí 2027", by=None)


@pytest.fixture
def province(client, actors):
    """A browser in which the specialist of the province is signed in."""
    client.force_login(actors.chuyen)
    return client

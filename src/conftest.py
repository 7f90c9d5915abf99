"""One small tree and its named actors, for every test; what a test may never leave behind."""

import datetime as dt
import gc
import logging
import os
from collections.abc import Callable, Iterator
from unittest.mock import patch

import hypothesis
import pytest
from django.db import connection
from django.test import override_settings
from django.utils import translation

from coso.access.prepared import Prepared
from coso.grading.models import Round, Sheet
from coso.grading.testing.rounds import MODEL, employ, start_round
from coso.lib import clock
from coso.register.testing.tree import Actors, Tree
from coso.rubrics.models import Rubric
from coso.rubrics.services.rubrics import copy_rubric, take_in_rubric
from coso.testing.days import settle
from coso.testing.selection import choose
from coso.testing.worlds import put_back
from coso.triage.judging import Suggestion

settle()
Prepared.checked = True
hypothesis.settings.register_profile("any machine", deadline=None)  # how fast it is, the bench says
hypothesis.settings.load_profile("any machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes the tests that the environment asks for."""
    items[:], left = choose(items)
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Journeys in a browser save from several threads: SQLite in memory refuses what a file lets wait its turn."""
    if os.environ.get("COSO_CHROMIUM") and connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


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
def _quick_passwords() -> Iterator[None]:
    """Hashing a password slowly is Argon's claim, not ours; that it is Argon is claimed in test_signing_in."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_triage() -> Iterator[None]:
    """Learning from messages takes seconds and is the claim of the triage's own tests."""
    meals = Suggestion(("meals",), 1, False, ())
    with (
        patch("coso.voice.services.intake.suggest_learnt", return_value=meals),
        patch("coso.voice.services.desk.suggest_learnt", return_value=meals),
        patch("coso.voice.channel_receivers.suggest_learnt", return_value=meals),
    ):
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

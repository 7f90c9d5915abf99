"""Polls and meetings of a database of before, whose tables lay in grading, are the same in the room of polls."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coso.grading.models import Sheet
from coso.polls.models import Meeting, Poll
from coso.polls.services.counting import record_meeting
from coso.polls.testing import KEYS, of_sheet

pytestmark = pytest.mark.django_db(transaction=True)
MOVE = ("grading", "0002_polls_move_out")


def before():
    """The migration, and the models as they stood before it."""
    loader = MigrationExecutor(connection).loader
    migration = loader.get_migration(*MOVE)
    return migration, loader.project_state(migration.dependencies)


def step(name):
    migration, state = before()
    with connection.schema_editor() as editor:
        getattr(migration, name)(state.clone(), editor)


@pytest.fixture
def of_before(poll, tree, today):
    """The rows as they are now, and the database as it was before."""
    small = of_sheet(Sheet.objects.get(unit=tree.school))
    said = {"attended": 1, "said": "Cần quạt.", "outcomes": dict.fromkeys(KEYS, "mostly")}
    record_meeting(about=small, held=today, by=None, **said)
    rows = [list(model.objects.values()) for model in (Poll, Meeting)]
    step("unapply")
    yield rows
    if "grading_poll" in connection.introspection.table_names():
        step("apply")


def test_no_row_is_lost_and_each_is_about_its_sheet(of_before):
    _migration, state = before()
    poll, meeting = (state.apps.get_model("grading", name).objects.get() for name in ("Poll", "Meeting"))
    assert not any(model.objects.exists() for model in (Poll, Meeting))
    step("apply")
    assert [list(model.objects.values()) for model in (Poll, Meeting)] == of_before
    for old, new in ((poll, Poll.objects.get()), (meeting, Meeting.objects.get())):
        assert (new.pk, new.subject, new.subject_kind) == (old.pk, old.sheet_id, "sheet")
        assert (new.unit_id, new.year) == (Sheet.objects.get(pk=old.sheet_id).unit_id, 2026)
    assert Poll.objects.get().ballot_id == poll.ballot_id
    assert not {"grading_poll", "grading_meeting"} & set(connection.introspection.table_names())

"""The bench measures every main page and writes nothing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from coso.access.models import Action
from coso.evaluation.services.rubrics import take_in_rubric
from coso.evaluation.tests.rounds import MODEL, start_round


def test_it_measures_the_pages_beside_an_empty_one(tree, actors):
    start_round(tree, take_in_rubric(source=MODEL, by=None))
    before = Action.objects.count()
    out = io.StringIO()
    call_command("bench", "--times", "2", "--json", stdout=out)
    rows = {row["what"]: row for row in json.loads(out.getvalue())}
    assert {"to-do", "members", "tree, root", "sheet", "result"} <= set(rows)
    assert rows["empty page"]["ratio"] == 1
    assert all(row["p50"] > 0 and row["p95"] > 0 for row in rows.values())
    assert Action.objects.count() == before


@pytest.mark.django_db
def test_an_empty_installation_has_nothing_to_measure():
    with pytest.raises(CommandError):
        call_command("bench")

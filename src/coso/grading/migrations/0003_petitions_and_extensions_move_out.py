"""Petitions become requests, later days become extensions of duties: the rows keep their keys and their action."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import migrations

# The kind of duty of each step, and the kind of request, as they were when this was written.
DUTIES = {
    "self": "grading.submit",
    "cluster": "grading.cluster",
    "appraise": "grading.appraise",
    "submit": "grading.send_up",
    "review": "grading.review",
    "council": "grading.council",
    "decide": "grading.decide",
    "publish": "grading.publish",
}
PETITION = "grading.petition"
SAME = ("id", "act", "text", "asked_by", "day", "answer", "answered_by", "answered", "outcome")
MANY = 1000


def carry(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    extensions, requests = apps.get_model("duties", "Extension"), apps.get_model("requests", "Request")
    _put(extensions.objects.using(alias), _extensions(apps, alias))
    _put(requests.objects.using(alias), _requests(apps, alias))


def _put(rows: Any, values: Iterable[dict[str, Any]]) -> None:
    rest = iter(values)
    while part := [rows.model(**each) for each in islice(rest, MANY)]:
        rows.bulk_create(part)


def _extensions(apps: Any, alias: str) -> Iterator[dict[str, Any]]:
    for old in apps.get_model("grading", "Extension").objects.using(alias).order_by("pk").values():
        yield {
            "id": old["id"],
            "act": old["act"],
            "kind": DUTIES[old["step"]],
            "subject": old["sheet_id"],
            "due": old["due"],
            "why": old["why"],
        }


def _requests(apps: Any, alias: str) -> Iterator[dict[str, Any]]:
    """The last good day, and who owes the answer, are those of the duty that was opened with the petition."""
    owed = apps.get_model("duties", "Duty").objects.using(alias).filter(kind=PETITION)
    duties = {subject: (unit, due) for subject, unit, due in owed.values_list("subject", "unit_id", "due")}
    found = apps.get_model("grading", "Petition").objects.using(alias).order_by("pk")
    for old in found.values(*SAME, "sheet_id", "grade", "sheet__unit_id", "sheet__round__unit_id"):
        owes, due = duties.get(old["id"], (old["sheet__round__unit_id"], old["day"]))
        yield {
            **{name: old[name] for name in SAME},
            "kind": PETITION,
            "subject": old["sheet_id"],
            "unit_id": old["sheet__unit_id"],
            "owes_id": owes,
            "about": {"grade": old["grade"]},
            "due": due,
        }


class Migration(migrations.Migration):
    dependencies = [
        ("grading", "0002_polls_move_out"),
        ("duties", "0002_extensions"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(carry, elidable=False),
        migrations.DeleteModel(name="Extension"),
        migrations.DeleteModel(name="Petition"),
    ]

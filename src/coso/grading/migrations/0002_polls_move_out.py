from django.db import migrations

ASKED = "id, act, questions"
MET = f"{ASKED}, held, members, attended, said, outcomes"
OF_SHEETS = "JOIN grading_sheet s ON s.id = old.sheet_id JOIN grading_round r ON r.id = s.round_id"


def moved(table: str, columns: str) -> migrations.RunSQL:
    """The rows of a table of grading as rows of the room of polls, under their keys; and back."""
    old = ", ".join(f"old.{name}" for name in columns.split(", "))
    return migrations.RunSQL(
        f"INSERT INTO polls_{table} ({columns}, unit_id, subject, subject_kind, year) "
        f"SELECT {old}, s.unit_id, s.id, 'sheet', r.year FROM grading_{table} old {OF_SHEETS}",
        [
            f"INSERT INTO grading_{table} ({columns}, sheet_id) "
            f"SELECT {columns}, subject FROM polls_{table} WHERE subject_kind = 'sheet'",
            f"DELETE FROM polls_{table} WHERE subject_kind = 'sheet'",
        ],
    )


class Migration(migrations.Migration):
    """Polls and meetings become rows of their own room, about a sheet by its key."""

    dependencies = [
        ('grading', '0001_initial'),
        ('polls', '0001_initial'),
    ]

    operations = [
        moved("poll", f"{ASKED}, ballot_id"),
        moved("meeting", MET),
        migrations.DeleteModel(name='Poll'),
        migrations.DeleteModel(name='Meeting'),
    ]

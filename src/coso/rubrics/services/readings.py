"""Readings of tables that provinces write: kept from the upload on, corrected line by line, made into a draft."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import act, expect, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.access.terms import of_reader
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.tables import TableError
from coso.register.services.guards import require
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.writing import write_yaml
from coso.rubrics.importing.draft import About, draft_data
from coso.rubrics.importing.files import tables_of
from coso.rubrics.importing.lines import CRITERION, GROUP, ReadLine, read_lines
from coso.rubrics.models import Rubric, RubricReading
from coso.rubrics.reading_words import faults_of_lines
from coso.rubrics.services.rubrics import require_code, take_in_rubric
from coso.rubrics.specs import draft_of

MOST_LINES = 600


@dataclass
class Body:
    """What a reading holds: the lines as corrected so far, the tables left aside."""

    lines: list[ReadLine]
    tables: int
    others: list[str]

    def dump(self) -> str:
        """The body as it is kept."""
        said = {"lines": [line.as_dict() for line in self.lines], "tables": self.tables, "others": self.others}
        return json.dumps(said, ensure_ascii=False)


def body_of(reading: RubricReading) -> Body:
    """What a reading holds."""
    said = json.loads(reading.body)
    return Body([ReadLine(**line) for line in said["lines"]], said["tables"], said["others"])


def read_file(parts: Iterable[bytes], name: str) -> Body:
    """Reads the tables of a Word or Excel file that was sent. Raises RefusedError in words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sent{Path(name).suffix[:6].lower()}"
        with path.open("wb") as file:
            file.writelines(parts)
        try:
            found = read_lines(tables_of(path))
        except TableError as wrong:
            text = of_reader(wrong.text_vi, wrong.text_en)
            raise RefusedError(Reason(text, "file")) from wrong
    if not found.lines:
        text = _("No table with the headings STT, Nội dung, Điểm chuẩn was found; name the columns so and try again.")
        raise RefusedError(Reason(text, "file"))
    if len(found.lines) > MOST_LINES:
        raise RefusedError(Reason(_("The tables have too many lines for one rubric; send them apart."), "file"))
    return Body(found.lines, found.tables, found.others)


def keep_reading(*, parts: Iterable[bytes], name: str, by: Account | None) -> RubricReading:
    """Reads a file and keeps what was read; nothing is a rubric yet. Raises RefusedError in words."""
    require(by, "rubrics.edit")
    body = read_file(parts, name)
    key = new_key()
    row = {"name": name[:200], "on": clock.today(), "sent_by": by.id if by else None, "body": body.dump()}
    with act(by=by, verb="rubric.read", reason=name[:200]) as a:
        a.write(RubricReading, {key: row})
    return RubricReading.objects.get(pk=key)


def correct_reading(
    *, reading: RubricReading, lines: list[ReadLine], by: Account | None, seen: str | None = None
) -> RubricReading:
    """Keeps the lines as a person corrected them. StaleError when somebody else did meanwhile."""
    require(by, "rubrics.edit")
    with act(by=by, verb="rubric.correct_reading", subject=reading, reason=reading.name) as a:
        now = held(RubricReading.objects.all(), reading.id)
        expect(now, seen)
        body = body_of(now)
        body.lines = lines
        a.write(RubricReading, {now.id: {"body": body.dump()}})
    return RubricReading.objects.get(pk=reading.pk)


def make_draft(*, reading: RubricReading, about: About, by: Account | None) -> Rubric:
    """A draft rubric of the lines as they stand; what is wrong or missing in it is said on its page."""
    require(by, "rubrics.edit")
    require_code(about.code, new=True)
    with act(by=by, verb="rubric.from_reading", subject=reading, reason=f"{reading.name} → {about.code}") as a:
        now = held(RubricReading.objects.all(), reading.id)
        source = _draft_source(body_of(now).lines, about)
        made = take_in_rubric(source=source, by=by, as_draft=True)
        a.write(RubricReading, {now.id: {"rubric_id": made.id}})
    return made


def _draft_source(lines: list[ReadLine], about: About) -> str:
    """The text of the draft that lines make. Raises RefusedError."""
    if not any(line.kind == CRITERION for line in lines):
        raise RefusedError(_("No line is a criterion; mark at least one."))
    if faults_of_lines(lines):
        raise RefusedError(_("Some lines are not right yet; they are marked in the table."))
    source = write_yaml(draft_data(lines, about))
    draft_of(source)
    return source


def base_of(rubric: Rubric | None) -> dict[str, Any]:
    """The data of a rubric from which levels and conditions are taken over."""
    data = read_yaml(rubric.source) if rubric else {}
    return data if isinstance(data, dict) else {}


def blank_line(kind: str, after: ReadLine | None) -> ReadLine:
    """A line that a person adds."""
    table, row = (after.table, after.row) if after else (0, 0)
    return ReadLine(table, row, kind if kind in (GROUP, CRITERION) else CRITERION, how=["by_hand"])

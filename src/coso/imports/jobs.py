"""Taking in a list in the background: first a check that writes nothing, then the booking."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.imports import STAGES, Import, Outcome, imports, source_of
from coso.access.jobs import Running
from coso.access.refusals import RefusedError
from coso.imports.services import PROBLEM_FILE, PROBLEM_ROWS
from coso.lib.report import ImportReport
from coso.lib.tables import TableError, read_tables
from coso.lib.tables.choosing import choose
from coso.lib.tables.returning import return_rows

KEPT = 1000
REASONS = 6


def check(running: Running) -> Mapping[str, Any]:
    """Reads a list and says what booking it would do."""
    with _in_words(running):
        running.progress(0, STAGES, _("Reading the file"))
        outcome = _kind(running).check(running)
        running.progress(2, STAGES, _("Putting the result together"))
        if outcome.report:
            _keep_problems(source_of(running.asked), outcome.report)
    return _result(outcome)


def book(running: Running) -> Mapping[str, Any]:
    """Books a checked list: what it writes and that it is done are one transaction, so it happens once."""
    with _in_words(running):
        running.progress(0, STAGES, _("Reading the file"))
        write = _kind(running).book(running)
        running.progress(2, STAGES, _("Booking"))
        with running.finishing() as result:
            outcome = write()
            if outcome.report is None or outcome.report.action is None:
                raise RefusedError(_("There are rows with problems, so nothing was booked; book the good rows only."))
            result.update(_result(outcome), action=outcome.report.action)
    with suppress(OSError):
        source_of(running.asked).unlink()
    return result


def _kind(running: Running) -> Import:
    return imports()[running.job.kind.rpartition(".")[0]]


@contextmanager
def _in_words(running: Running) -> Iterator[None]:
    """The reader's language, and a file that cannot be read told as a refusal."""
    with translation.override(running.asked["language"]):
        try:
            yield
        except TableError as wrong:
            raise RefusedError(wrong.text_en if translation.get_language() == "en" else wrong.text_vi) from wrong


def _result(outcome: Outcome) -> dict[str, Any]:
    counts = _counts(outcome.report) if outcome.report else {}
    return {**counts, **outcome.more, "settled": outcome.settled, "questions": outcome.questions}


def _counts(report: ImportReport) -> dict[str, Any]:
    """`good` rows are booked if asked for, `out` rows are not; `broken` ones of these if the person says so."""
    out = {problem.row for problem in report.problems if problem.keeps_out}
    good = max(report.rows - len(out), 0)
    return {
        "rows": report.rows,
        "good": good,
        "new": report.imported,
        "known": max(good - report.imported, 0),
        "problems": len({problem.row for problem in report.problems}),
        "out": len(out),
        "broken": len({problem.row for problem in report.problems if problem.broken}),
        "remarks": report.remarks,
        "sheet": report.sheet,
        "sheets": list(report.sheets),
        "mixed_days": list(report.mixed_days),
        "reasons": Counter(problem.reason for problem in report.problems).most_common(REASONS),
    }


def _keep_problems(source: Path, report: ImportReport) -> None:
    """The problems stand in files, not in the database: they may hold names and numbers of people."""
    first = sorted(report.problems, key=lambda problem: (not problem.keeps_out, problem.row))[:KEPT]
    (source.parent / PROBLEM_ROWS).write_text(json.dumps([asdict(problem) for problem in first], ensure_ascii=False))
    if first and not report.problem_file:
        reasons: dict[int, list[str]] = {}
        for problem in report.problems:
            text = f"{problem.column}: {problem.reason}" if problem.column else problem.reason
            reasons.setdefault(problem.row, []).append(text)
        heading = range(report.heading, report.heading + 1) if report.heading else range(0)
        sheet = choose(read_tables(source), report.sheet, lambda _sheet: 0).sheet
        return_rows(sheet, reasons, source.parent / PROBLEM_FILE, heading=heading)


JOBS = {kind: work for each in imports().values() for kind, work in zip(each.kinds, (check, book), strict=True)}
WORDS = dict(chain.from_iterable(zip(each.kinds, each.work, strict=True) for each in imports().values()))

"""The rows of a round as they stand inside an action, locked until it ends: round, then sheets, then lines."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coso.access.journal import held, held_all
from coso.grading.models import Round, Sheet, SheetLine
from coso.grading.querysets import SheetQuerySet

Keys = Iterable[uuid.UUID]


def lock_round(key: uuid.UUID) -> Round:
    """The round with its unit and rubric. Raises StaleError if it is gone."""
    return held(Round.objects.select_related("unit", "rubric"), key)


def lock_rounds(keys: Keys) -> list[Round]:
    """The rounds with their units and rubrics, in the order of their keys. Raises StaleError if one is gone."""
    return held_all(Round.objects.select_related("unit", "rubric"), keys)


def by_round(sheets: Sequence[Sheet]) -> Iterator[tuple[Round, list[Sheet]]]:
    """The rounds of some sheets, all locked before the first is given, each with its sheets."""
    for round_ in lock_rounds({sheet.round_id for sheet in sheets}):
        yield round_, [sheet for sheet in sheets if sheet.round_id == round_.id]


def place_of_rounds(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Where the journal keeps what is done to sheets of one or more rounds: at the round, or at the rounds' unit."""
    first = sheets[0].round
    one = all(sheet.round_id == first.id for sheet in sheets)
    return {"unit": first.unit_id, "subject": first if one else None}


def _sheets() -> SheetQuerySet:
    return Sheet.objects.select_related("unit", "round__unit", "round__rubric")


def lock_sheet(key: uuid.UUID) -> Sheet:
    """The sheet with its unit and round. Raises StaleError if it is gone."""
    found: Sheet = held(_sheets(), key)
    return found


def lock_sheets(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets as they stand now, in the order in which they are given. Raises StaleError if one is gone."""
    found = {sheet.id: sheet for sheet in held_all(_sheets(), [sheet.id for sheet in sheets])}
    return [found[sheet.id] for sheet in sheets]


def lock_line(line: SheetLine) -> SheetLine:
    """The line with its sheet, which is locked first: whoever writes a line holds its sheet."""
    sheet = lock_sheet(line.sheet_id)
    found = held(SheetLine.objects.all(), line.id)
    found.sheet = sheet
    return found

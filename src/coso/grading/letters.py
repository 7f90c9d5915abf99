"""The letters that amend a round, by the lines they changed."""

import uuid

from coso.grading.models import AmendedLine, Amendment, Sheet


def letters_of(sheet: Sheet) -> dict[uuid.UUID, list[Amendment]]:
    """The letters that changed the lines of a sheet, by line, in one query."""
    out: dict[uuid.UUID, list[Amendment]] = {}
    found = AmendedLine.objects.filter(line__sheet=sheet).select_related("amendment").order_by("amendment__dated", "id")
    for each in found:
        out.setdefault(each.line_id, []).append(each.amendment)
    return out

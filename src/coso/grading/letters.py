"""The letters that amend a round, by the lines they changed."""

import uuid

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.grading.models import AmendedLine, Amendment, Sheet


def letters_of(sheet: Sheet) -> dict[uuid.UUID, list[Amendment]]:
    """The letters that changed the lines of a sheet, by line, in one query."""
    out: dict[uuid.UUID, list[Amendment]] = {}
    for each in _amended(sheet.pk):
        out.setdefault(each.line_id, []).append(each.amendment)
    return out


@prepared
def _amended(sheet: uuid.UUID) -> QuerySet[AmendedLine]:
    found = AmendedLine.objects.filter(line__sheet=sheet).select_related("amendment")
    return found.order_by("amendment__dated", "id")

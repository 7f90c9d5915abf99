"""The rounds that use a rubric."""

import uuid
from collections.abc import Iterator

from django.urls import reverse

from coso.grading.models import Round
from coso.rubrics.uses import Use


def _rounds(rubrics: list[uuid.UUID]) -> Iterator[Use]:
    rows = Round.objects.filter(rubric__in=rubrics).order_by("-year", "opened")
    for row in rows:
        yield Use(row.rubric_id, row.title, reverse("grading_year", args=[row.year]))


USES = [_rounds]

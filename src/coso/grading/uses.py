"""The rounds that use a rubric."""

import uuid
from collections.abc import Iterator

from django.urls import reverse

from coso.grading.models import Round
from coso.rubrics.uses import Use


def _rounds(rubrics: list[uuid.UUID]) -> Iterator[Use]:
    rows = Round.objects.filter(rubric__in=rubrics).order_by("-year", "opened")
    for rubric, year, name in rows.values_list("rubric", "year", "name"):
        yield Use(rubric, name, reverse("grading_year", args=[year]))


USES = [_rounds]

"""The duty to hand a monthly synthesis up."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from coso.access.models import Account
from coso.duties.registry import About, DutyKind, Key
from coso.lib.paths import labels
from coso.register.managers import managed_paths
from coso.register.querysets import branches
from coso.voice.permissions import ANSWER
from coso.voice.synthesis_models import Synthesis

KEY = "voice.synthesis"


def _expected() -> Iterator[Key]:
    return ((KEY, key, unit) for key, unit in Synthesis.objects.filter(handed=None).values_list("pk", "unit_id"))


def _walled(user: Account) -> list[UUID]:
    """The syntheses that a user may not make as a manager of a workplace within them."""
    if not (paths := managed_paths(user)):
        return []
    around = {label for path in paths for label in labels(path)}
    rows = Synthesis.objects.filter(handed=None)
    inside = rows.filter(branches("unit__path", paths)) | rows.filter(unit__label__in=around)
    return list(inside.values_list("pk", flat=True))


def _units(subjects: list[UUID]) -> list[tuple[UUID, UUID]]:
    return list(Synthesis.objects.filter(pk__in=subjects).values_list("pk", "unit_id"))


def _of_units(units: QuerySet) -> QuerySet:
    return Synthesis.objects.filter(unit__in=units).values("pk")


def _months(subjects: list[UUID]) -> list[tuple[UUID, str]]:
    return [(row.pk, row.name) for row in Synthesis.objects.filter(pk__in=subjects)]


SYNTHESIS = DutyKind(
    KEY,
    "Gửi tổng hợp tâm tư, nguyện vọng",
    "Hand up the synthesis of concerns",
    ANSWER,
    "synthesis",
    _expected,
    _walled,
)
ABOUT_SYNTHESES = About("syntheses", _units, _of_units, _months, frozenset({KEY}))

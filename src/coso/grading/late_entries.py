"""What came after a round's figures were closed: told beside the frozen figures, never counted in them."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coso.access.models import Action
from coso.access.prepared import prepared
from coso.grading.models import Round
from coso.register.models import Membership, Unit, UnitPlace


def late_memberships(round_: Round, units: QuerySet[Unit] | None = None) -> dict[UUID, int] | None:
    """{grassroots union: memberships that were written after the closing and begin or end within the window}.

    None where the figures are open, or no action tells when they were closed. Counted from the actions after the one
    that closed the figures: a later correction of an earlier row counts once.
    """
    closed = _closings.first(round_.id)
    if not round_.figures_closed or closed is None:
        return None
    later = Action.objects.filter(at__gt=closed.until, undone_by=None).values("id")
    window = {"gte": round_.start, "lte": min(round_.closing, round_.last)}
    touching = _within("start", window) | _within("end", window)
    rows = Membership.objects.filter(touching, act__in=later).values_list("unit_id").annotate(n=Count("id"))
    counts = dict(rows)
    bases = UnitPlace.objects.filter(unit__in=counts, base__isnull=False, end__gt=round_.closing)
    if units is not None:
        bases = bases.filter(base__in=units.values("id"))
    out: Counter[UUID] = Counter()
    for unit, base in dict(bases.order_by("start").values_list("unit_id", "base")).items():
        if base:
            out[base] += counts[unit]
    return dict(out)


@prepared
def _closings(round_: UUID) -> QuerySet[Action]:
    return Action.objects.filter(subject=round_, verb="round.close_figures", undone_by=None).order_by("-at")[:1]


def _within(name: str, window: dict[str, Any]) -> Q:
    return Q(**{f"{name}__{key}": value for key, value in window.items()})

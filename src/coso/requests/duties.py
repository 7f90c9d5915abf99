"""The duties to answer: one for each open request."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.duties.registry import About, DutyKind, Key
from coso.requests.models import Request
from coso.requests.registry import request_kinds


def _expected(kind: str) -> Callable[[], Iterator[Key]]:
    def keys() -> Iterator[Key]:
        waiting = Request.objects.still_open().filter(kind=kind)
        return ((kind, key, unit) for key, unit in waiting.values_list("id", "owes_id"))

    return keys


DUTIES = [
    DutyKind(each.key, each.vi, each.en, each.answers, each.page, _expected(each.key))
    for each in request_kinds().values()
]


@prepared
def _unit_of_request(subjects: Iterable[UUID]) -> QuerySet[Request, tuple[UUID, UUID]]:
    return Request.objects.filter(pk__in=subjects).values_list("id", "unit_id")


def _requests_of(units: QuerySet) -> QuerySet:
    return Request.objects.filter(unit__in=units).values("pk")


ABOUT = [About("requests", _unit_of_request, _requests_of)]

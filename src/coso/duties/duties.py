"""What is owed for empty seats."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.duties.pending import ACCESS, NOMINATION, expected
from coso.duties.registry import About, DutyKind, Key
from coso.duties.seats import EMPTY, PROVISIONAL, owed_for_seats
from coso.register.models import AccessRequest, Nomination


def _expected(kind: str) -> Callable[[], Iterator[Key]]:
    def keys() -> Iterator[Key]:
        return (owed.key for owed in owed_for_seats() if owed.kind == kind)

    return keys


DUTIES = [
    DutyKind(EMPTY, "Khuyết chủ tịch: kiện toàn", "Chair empty: fill it", "seats.change", "seat_of", _expected(EMPTY)),
    DutyKind(
        PROVISIONAL,
        "Ban chấp hành lâm thời hết hạn: bầu hoặc chỉ định",
        "Provisional committee runs out: elect or appoint",
        "seats.change",
        "seat_of",
        _expected(PROVISIONAL),
    ),
    DutyKind(
        NOMINATION,
        "Xác nhận người được giới thiệu giữ chức danh",
        "Confirm somebody named for a post",
        "seats.change",
        "nomination",
        partial(expected, NOMINATION),
    ),
    DutyKind(
        ACCESS,
        "Xác nhận cấp lại mã đăng nhập",
        "Confirm a new sign-in code",
        "seats.change",
        "access_request",
        partial(expected, ACCESS),
    ),
]


@prepared
def _unit_of_nomination(subjects: Iterable[UUID]) -> QuerySet[Nomination, tuple[UUID, UUID]]:
    return Nomination.objects.filter(pk__in=subjects).values_list("id", "unit_id")


def _nominations_of(units: QuerySet) -> QuerySet:
    return Nomination.objects.filter(unit__in=units).values("pk")


@prepared
def _home_of_request(subjects: Iterable[UUID]) -> QuerySet[AccessRequest, tuple[UUID, UUID]]:
    return AccessRequest.objects.filter(pk__in=subjects).values_list("id", "person__home_id")


def _requests_of(units: QuerySet) -> QuerySet:
    return AccessRequest.objects.filter(person__home__in=units).values("pk")


ABOUT = [
    About("nominations", _unit_of_nomination, _nominations_of),
    About("access_requests", _home_of_request, _requests_of),
]

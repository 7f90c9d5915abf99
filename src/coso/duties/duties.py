"""What is owed for empty seats."""

from collections.abc import Callable, Iterator
from functools import partial

from coso.duties.pending import ACCESS, NOMINATION, expected
from coso.duties.registry import DutyKind, Key
from coso.duties.seats import EMPTY, PROVISIONAL, owed_for_seats


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

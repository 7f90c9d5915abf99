"""What is owed about members: identities to settle, transfers to answer."""

from collections.abc import Callable, Iterator

from coso.duties.registry import DutyKind, Key
from coso.members.identity_reads import owed_for_identities
from coso.members.services.duties import ANSWER, IDENTITY, RAISED, REFUSED, owed_for_transfers


def _identities() -> Iterator[Key]:
    return ((IDENTITY, owner, owner) for owner in owed_for_identities())


def _transfers(kind: str) -> Callable[[], Iterator[Key]]:
    def keys() -> Iterator[Key]:
        return ((of, key, owner) for (of, key), owner in owed_for_transfers().items() if of == kind)

    return keys


DUTIES = [
    DutyKind(
        IDENTITY, "Đối chiếu số định danh", "Settle whose ID numbers they are", "members.settle", "identities_of",
        _identities,
    ),
    DutyKind(
        ANSWER, "Trả lời chuyển sinh hoạt đoàn viên", "Answer a member's transfer", "people.change", "transfer",
        _transfers(ANSWER),
    ),
    DutyKind(
        REFUSED, "Chuyển sinh hoạt bị từ chối: xem lý do", "A transfer was refused: read why", "people.change",
        "transfer", _transfers(REFUSED),
    ),
    DutyKind(
        RAISED, "Phân xử chuyển sinh hoạt đoàn viên", "Settle a member's transfer", "members.settle", "transfer",
        _transfers(RAISED),
    ),
]  # fmt: skip

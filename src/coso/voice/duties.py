"""The duty to answer: one for each concern that waits. What came today without a name has none before the night."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from coso.access.models import Account
from coso.duties.models import Duty
from coso.duties.registry import About, DutyKind, Key
from coso.register.managers import managed_paths
from coso.voice.keys import as_uuid
from coso.voice.models import Concern, Stoppage, outside_wall
from coso.voice.permissions import ANSWER
from coso.voice.synthesis_duties import ABOUT_SYNTHESES, SYNTHESIS

ANSWER_DUTY, HEADS_UP = "voice.answer", "voice.heads_up"


def _expected() -> Iterator[Key]:
    waiting = Concern.objects.owed().filter(settled=True, merged_into=None)
    return ((ANSWER_DUTY, as_uuid(key), desk) for key, desk in waiting.values_list("key", "desk_id"))


def _walled(user: Account) -> list[UUID]:
    """The concerns that a user may not know of as a manager of the workplace."""
    if not managed_paths(user):
        return []
    return [as_uuid(key) for key in Concern.objects.owed().exclude(outside_wall(user)).values_list("key", flat=True)]


def _heads_up() -> Iterator[Key]:
    """What was asked and not done: who lies nearby is told by the day of the stoppage, not by the tree of today."""
    owed = Duty.objects.still_open().filter(kind=HEADS_UP, subject__in=Stoppage.objects.values("pk"))
    return iter(owed.values_list("kind", "subject", "unit_id"))


def _walled_stoppages(user: Account) -> list[UUID]:
    """Stoppages of which a manager of any workplace is told nothing."""
    return list(Stoppage.objects.values_list("pk", flat=True)) if managed_paths(user) else []


DUTIES = [
    DutyKind(ANSWER_DUTY, "Trả lời ý kiến, kiến nghị", "Answer a concern", ANSWER, "concern", _expected, _walled),
    DutyKind(
        HEADS_UP,
        "Ngừng việc gần đây: xem lại ở đơn vị mình",
        "A stoppage nearby: look at home",
        ANSWER,
        "stoppage",
        _heads_up,
        _walled_stoppages,
    ),
    SYNTHESIS,
]


def _unit_of_concern(subjects: list[UUID]) -> list[tuple[UUID, UUID]]:
    keys = [each.int for each in subjects if each.int < 1 << 63]
    return [(as_uuid(key), unit) for key, unit in Concern.objects.filter(pk__in=keys).values_list("key", "unit_id")]


def _concerns_of(units: QuerySet) -> QuerySet:
    return Concern.objects.none().values("pk")


ABOUT = [About("concerns", _unit_of_concern, _concerns_of, kinds=frozenset({ANSWER_DUTY})), ABOUT_SYNTHESES]

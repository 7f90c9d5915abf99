"""Duties of notices: to pass one on and confirm it, a row for each addressee; to answer what is rumoured."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import F, QuerySet

from coso.access.models import Account
from coso.access.prepared import prepared
from coso.duties.registry import About, DutyKind, Key
from coso.notices.models import Addressee, Rumour
from coso.notices.permissions import ANSWER, CONFIRM
from coso.register.managers import managed_paths

PASS_ON, RUMOURED = "notices.pass_on", "notices.rumour"


def _waiting() -> Iterator[Key]:
    rows = Addressee.objects.filter(confirmed=None, notice__closed=None)
    return ((PASS_ON, key, unit) for key, unit in rows.values_list("pk", "unit_id"))


def _unanswered() -> Iterator[Key]:
    return ((RUMOURED, key, desk) for key, desk in Rumour.objects.unanswered().values_list("pk", "desk_id"))


def _walled(user: Account) -> list[UUID]:
    """The rumours that a user may not know of as a manager of the workplace."""
    if not managed_paths(user):
        return []
    return list(Rumour.objects.filter(Rumour.objects.walled_from(user)).values_list("pk", flat=True))


DUTIES = [
    DutyKind(
        PASS_ON, "Phổ biến và xác nhận thông báo", "Pass a notice on and confirm it", CONFIRM, "notice_for", _waiting
    ),
    DutyKind(RUMOURED, "Trả lời thông tin chưa kiểm chứng", "Answer a rumour", ANSWER, "rumour", _unanswered, _walled),
]


@prepared
def _units(subjects: Iterable[UUID]) -> QuerySet[Addressee, tuple[UUID, UUID]]:
    """Where addressees and rumours stand, in one query: home asks every room."""
    addressees = Addressee.objects.filter(pk__in=subjects).values_list("pk", "unit_id")
    return addressees.union(Rumour.objects.filter(pk__in=subjects).values_list("pk", "unit_id"))


def _subjects(units: QuerySet) -> QuerySet:
    addressees = Addressee.objects.filter(unit__in=units, confirmed=None).values("pk")
    return addressees.union(Rumour.objects.unanswered().filter(unit__in=units).values("pk"))


@prepared
def _words(subjects: Iterable[UUID]) -> QuerySet[Addressee, tuple[UUID, str]]:
    """The title of the notice, or what is being said."""
    titles = Addressee.objects.filter(pk__in=subjects).annotate(what=F("notice__title")).values_list("pk", "what")
    return titles.union(Rumour.objects.filter(pk__in=subjects).annotate(what=F("text")).values_list("pk", "what"))


ABOUT = [About("notices", _units, _subjects, _words, frozenset({PASS_ON, RUMOURED}))]

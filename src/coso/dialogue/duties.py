"""What is owed around a dialogue: contents sent before it, the main contents posted after it."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from coso.dialogue.models import HELD, PREPARING, SIGNED, Session
from coso.dialogue.permissions import RUN
from coso.dialogue.words import KINDS
from coso.duties.registry import About, DutyKind, Key
from coso.lib.dates import show_day

EXCHANGE, POST = "dialogue.exchange", "dialogue.post"


def _to_exchange() -> Iterator[Key]:
    rows = Session.objects.filter(state=PREPARING).values_list("pk", "unit_id")
    return ((EXCHANGE, key, unit) for key, unit in rows)


def _to_post() -> Iterator[Key]:
    rows = Session.objects.filter(state__in=(HELD, SIGNED)).values_list("pk", "unit_id")
    return ((POST, key, unit) for key, unit in rows)


DUTIES = [
    DutyKind(EXCHANGE, "Gửi nội dung đối thoại", "Send the contents of a dialogue", RUN, "dialogue", _to_exchange),
    DutyKind(POST, "Công khai nội dung đối thoại", "See that a dialogue is published", RUN, "dialogue", _to_post),
]


def _units(subjects: list[UUID]) -> list[tuple[UUID, UUID]]:
    return list(Session.objects.filter(pk__in=subjects).values_list("pk", "unit_id"))


def _subjects(units: QuerySet) -> QuerySet:
    return Session.objects.filter(unit__in=units).values("pk")


def _words(subjects: list[UUID]) -> list[tuple[UUID, str]]:
    found = Session.objects.filter(pk__in=subjects)
    return [(row.pk, f"{KINDS[row.kind]} {show_day(row.day)}") for row in found]


ABOUT = [About("dialogues", _units, _subjects, _words, frozenset({EXCHANGE, POST}))]

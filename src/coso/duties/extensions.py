"""More time: a later last good day of a kind of duty, given for some subjects, whether it is open or still to come."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from coso.access.journal import Act
from coso.duties.models import Duty, Extension
from coso.duties.services import extend_duties
from coso.lib.keys import new_key

Days = dict[uuid.UUID, dt.date]


def with_extensions(kind: str, usual: Mapping[uuid.UUID, dt.date]) -> Days:
    """{subject: last good day} where later days that were given count, from the usual days."""
    given = dict(_given(kind, usual).values_list("subject", "due"))
    return {subject: max(day, given.get(subject, day)) for subject, day in usual.items()}


def give_time(a: Act, kind: str, days: Mapping[uuid.UUID, dt.date], due: dt.date, why: str) -> None:
    """Gives the subjects until `due`; who has a later day already (`days` are those of now) keeps it."""
    sooner = {subject for subject, day in days.items() if day < due}
    known = dict(_given(kind, sooner).values_list("subject", "id"))
    facts = {"kind": kind, "due": due, "why": why}
    a.write(Extension, {known.get(subject, new_key()): {"subject": subject, **facts} for subject in sooner})
    extend_duties(a, Duty.objects.still_open().filter(kind=kind, subject__in=sooner), due, why)


def _given(kind: str, subjects: Collection[uuid.UUID]) -> QuerySet[Extension]:
    return Extension.objects.filter(kind=kind, subject__in=list(subjects))

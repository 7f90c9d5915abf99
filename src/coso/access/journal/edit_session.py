"""Typing for a while is one action: per person, subject and half hour, with one snapshot of each row."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import models, transaction

from coso.access.journal import bulk
from coso.access.journal.holding import held, held_where
from coso.access.journal.snapshots import PAGE_COLUMNS, Snapshot, make_page
from coso.access.journal.writer import Act
from coso.access.models import Account, Action, Change, Journaled
from coso.lib import clock

SESSION_LENGTH = dt.timedelta(minutes=30)


class EditSession(Act):
    """An action that goes on over several requests; a row already kept keeps its first snapshot."""

    def _keep(self, model: type[Journaled], snapshots: Mapping[uuid.UUID, Snapshot | None]) -> None:
        known = Change.objects.filter(action=self.id, table=model._meta.label_lower, n=1, first__in=list(snapshots))
        kept = set(known.values_list("first", flat=True))
        pages = (make_page(self.id, model, {key: snapshot}) for key, snapshot in snapshots.items() if key not in kept)
        bulk.insert(Change, PAGE_COLUMNS, pages)


@contextmanager
def edit_session(*, by: Account | None, verb: str, unit: uuid.UUID | None, subject: Journaled) -> Iterator[EditSession]:
    """The edit session of this person at this subject: the one begun less than half an hour ago, or a new one.

    Holds the subject first, then the action: who ends edit sessions of the subject, or seals, waits or is waited for.
    """
    with transaction.atomic():
        held(models.QuerySet(type(subject)), subject.pk)
        now = clock.now()
        mine = Action.objects.filter(
            subject=subject.pk, verb=verb, actor=by.id if by else None, until__gt=now, seal=None, undone_by=None
        )
        action = next(iter(held_where(mine)[-1:]), None) or Action.objects.create(
            at=now,
            until=now + SESSION_LENGTH,
            actor=by.id if by else None,
            verb=verb,
            unit=unit,
            subject_kind=subject._meta.label_lower,
            subject=subject.pk,
        )
        yield EditSession(action)


def end_edit_sessions(subject: Journaled) -> None:
    """Whoever types on this subject from now on begins a new action: what was sent and what came after stay apart.

    The caller holds the subject.
    """
    now = clock.now()
    Action.objects.filter(subject=subject.pk, until__gt=now, seal=None).update(until=now)

"""What the night does with what was said in the day: written anew in random order, put on desks as duties, handed up.

Rows that arrive one by one leave traces of their order: where long texts overflow, in the log, in row versions. So each
night the rows of the day, and those of before that their authors touched on it, are deleted and written again, all in
one transaction and shuffled, and the log is emptied.
"""

import datetime as dt
import random
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from coso.access.journal import act, held_where
from coso.ballots.write_ahead_log import ask_to_empty, empty_if_asked
from coso.doors.models import Bucket
from coso.duties.services import move_duties, open_next
from coso.law import parameter
from coso.lib import clock
from coso.register.models import UnitVersion
from coso.voice.clocks import sound_kept
from coso.voice.duties import ANSWER_DUTY
from coso.voice.models import HANDLING, OWED, RECEIVED, SOUND, WAITING, Concern, Enclosure, Message
from coso.voice.readers import desk_above, living
from coso.voice.services.desk import climb
from coso.voice.services.intake import hold

_shuffle = random.SystemRandom().shuffle


def settle_day() -> None:
    """Writes what was said before today anew, shuffled, and opens the duties to answer; nothing where there is none."""
    today = clock.today()
    touched, said = Concern.objects.filter(touched__lt=today), Message.objects.filter(settled=False, day__lt=today)
    if not (touched.exists() or said.exists()):
        return
    with act(by=None, verb="concern.settle") as a:
        rows = _taken_out(touched)
        owed = [row for row in rows if not row.settled and row.state in OWED and row.merged_into_id is None]
        for row in rows:
            row.settled, row.touched = True, None
        models.QuerySet(Concern).bulk_create(rows)
        messages = _taken_out(said)
        for message in messages:
            message.settled = True
        models.QuerySet(Message).bulk_create(messages)
        _rewrite_enclosures()
        open_next(a, ANSWER_DUTY, [(row.desk_id, row.uuid, row.due or today) for row in owed])
    ask_to_empty()
    _forget_versions()
    empty_if_asked()


def _taken_out(found: models.QuerySet[Any]) -> list[Any]:
    """Rows that were deleted, in random order."""
    rows = held_where(found)
    _shuffle(rows)
    found.model.objects.filter(pk__in=[row.pk for row in rows])._raw_delete(connection.alias)
    return rows


def _rewrite_enclosures() -> None:
    """Photos and recordings of before today, one by one in random order: they are large."""
    keys = list(Enclosure.objects.filter(settled=False, day__lt=clock.today()).values_list("pk", flat=True))
    _shuffle(keys)
    for key in keys:
        row = Enclosure.objects.get(pk=key)
        Enclosure.objects.filter(pk=key)._raw_delete(connection.alias)
        row.settled = True
        row.save(force_insert=True)


def forget_sounds() -> None:
    """Recordings older than the days for which they are kept are gone; an officer has summarised them, or asks back."""
    old = Enclosure.objects.filter(kind=SOUND, day__lte=clock.today() - sound_kept())
    if old._raw_delete(connection.alias):
        ask_to_empty()
        _forget_versions()
        empty_if_asked()


def _forget_versions() -> None:
    """PostgreSQL keeps dead rows, in the order of their coming, until they are vacuumed; also those of the pace."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            for model in (Concern, Message, Enclosure, Bucket):
                cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")


def leave_ended() -> None:
    """What waits on the desk of a unit that has ended goes to whoever took it in, else to the unit above."""
    alive = UnitVersion.objects.on(clock.today()).values("unit")
    left = Concern.objects.owed().filter(settled=True, merged_into=None).exclude(desk__in=alive)
    for key in list(left.values_list("pk", flat=True)):
        _hand_on(key)


def _hand_on(key: int) -> None:
    desk = Concern.objects.select_related("desk").get(pk=key).desk
    heir = living(desk)
    to = heir.id if heir != desk else desk_above(desk.id)
    if to is None:
        return
    with act(by=None, verb="concern.hand_on", unit=to) as a:
        now = hold(key)
        if now.desk_id == desk.id and now.state in OWED:
            now.desk_id, now.turn = to, now.turn + 1
            now.save()
            move_duties(a, ANSWER_DUTY, [now.uuid], to)


def climb_late() -> None:
    """What no desk has read or answered in time goes to the desk above, if there is one; the duty goes with it."""
    for key, desk in list(_late().values_list("pk", "desk_id")):
        if desk_above(desk) is not None:
            _climb(key)


def _late() -> models.QuerySet[Concern]:
    """What is past its day, or its hour; and what waits for an employer longer than one may."""
    today = clock.today()
    longest = int(parameter("voice.longest_wait_days").at(today).number)
    past = Q(state__in=(RECEIVED, HANDLING)) & (Q(due__lt=today) | Q(due_at__lt=clock.now()))
    forgotten = Q(state=WAITING, waits__lt=today - dt.timedelta(days=longest))
    return Concern.objects.filter(past | forgotten, settled=True, merged_into=None)


def _climb(key: int) -> None:
    with transaction.atomic():
        row = Concern.objects.get(pk=key)
        since = row.due or row.waits
        reason = f"#{row.number} {since:%d/%m/%Y}" if since else f"#{row.number}"
        with act(by=None, verb="concern.climb", unit=row.desk_id, reason=reason) as a:
            now = hold(key)
            if _late().filter(pk=now.pk).exists():
                climb(a, now)
                now.turn += 1
                now.save()

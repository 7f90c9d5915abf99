"""What desks do with a concern: journaled by who and when, without its text; each waits for the row it saw."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from coso.access.journal import Act, StaleError, act, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.models import Duty
from coso.duties.services import close_duties, drop_duties, move_duties, open_next
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.triage.judging import suggest_learnt
from coso.triage.terms import TOPICS
from coso.voice.channel_receivers import send_back
from coso.voice.clocks import restart
from coso.voice.duties import ANSWER_DUTY
from coso.voice.models import (
    ANSWERED,
    AUTHOR,
    CLOSED,
    DESK,
    HANDLING,
    RECEIVED,
    TOLD,
    WAITING,
    Concern,
    GeneralAnswer,
    Message,
)
from coso.voice.permissions import ANSWER
from coso.voice.readers import desk_above
from coso.voice.services.intake import add_message, hold


@dataclass(frozen=True)
class Seen:
    """A concern as somebody saw it: its key, and how often it had changed."""

    key: int
    turn: int


@contextmanager
def _at_desk(seen: Seen, verb: str, by: Account | None, reason: str = "") -> Iterator[tuple[Act, Concern]]:
    """An action about a concern as it was seen, held. Raises StaleError if it moved, ForbiddenError out of sight."""
    row = Concern.objects.only("desk", "key").get(pk=seen.key)
    with act(by=by, verb=verb, unit=row.desk_id, reason=" ".join((f"#{row.number}", reason)).strip()) as a:
        now = hold(seen.key)
        if by is not None and not Concern.objects.visible_to(by, ANSWER).filter(pk=now.pk).exists():
            raise StaleError(None)
        if now.turn != seen.turn:
            raise StaleError(None)
        if now.merged_into_id is not None:
            raise RefusedError(_("This was joined with another: go on there."))
        yield a, now
        now.turn = seen.turn + 1
        now.save()
        if now.due and now.state in (RECEIVED, HANDLING):
            _remind(a, now, now.due, "")


def take(*, seen: Seen, by: Account | None) -> None:
    """Somebody at the desk has read it and deals with it. Raises RefusedError."""
    with _at_desk(seen, "concern.take", by) as (_a, now):
        if now.state not in (RECEIVED, WAITING):
            raise RefusedError(_("Somebody deals with this already."))
        now.state, now.handled = HANDLING, now.handled or clock.today()
        restart(now, clock.today())


def _remind(a: Act, now: Concern, day: dt.date, why: str) -> None:
    """The duty to answer is due on another day: it stands on the lists of the desk, the chair's and the deputy's."""
    owed = Duty.objects.still_open().filter(kind=ANSWER_DUTY, subject=now.uuid).exclude(due=day)
    a.write(Duty, {duty.id: {"due": day, "extended_why": why} for duty in held_where(owed)})


def answer(*, seen: Seen, text: str, by: Account | None) -> None:
    """Answers; the clock of telling back begins. Raises RefusedError."""
    said = _said(text)
    with _at_desk(seen, "concern.answer", by) as (a, now):
        _require_not(now, CLOSED)
        now.handled = now.handled or clock.today()
        for each in (now, *_joined(now)):
            each.state, each.answered, each.helped = ANSWERED, clock.today(), None
            restart(each, clock.today())
            add_message(each, DESK, said, by.id if by else None)
            if each.author:
                send_back(each, each.messages.count(), said)
        if now.part_of_id:
            _tell_whole(now.part_of_id, said, by)
        close_duties(a, ANSWER_DUTY, [now.uuid], by)


def _tell_whole(key: int, said: str, by: Account | None) -> None:
    """The author of a concern that was split reads the answer to a part behind the one receipt there is."""
    whole = hold(key)
    if whole.state != CLOSED:
        add_message(whole, DESK, said, by.id if by else None)


def ask_back(*, seen: Seen, text: str, by: Account | None) -> None:
    """Asks the author something, who finds it by the receipt; the clock goes on. Raises RefusedError."""
    said = _said(text)
    with _at_desk(seen, "concern.ask", by) as (_a, now):
        _require_not(now, CLOSED)
        if now.state == RECEIVED:
            now.state, now.handled = HANDLING, clock.today()
            restart(now, clock.today())
        add_message(now, DESK, said, by.id if by else None)


def wait_for_employer(*, seen: Seen, by: Account | None) -> None:
    """The employer has to answer first: the clock stands still. Raises RefusedError."""
    with _at_desk(seen, "concern.wait", by) as (a, now):
        if now.state not in (RECEIVED, HANDLING):
            raise RefusedError(_("This does not wait for an answer of the union any more."))
        now.handled = now.handled or clock.today()
        now.state, now.due, now.due_at, now.waits = WAITING, None, None, clock.today()
        days = int(parameter("voice.wait_days").at(clock.today()).number)
        _remind(a, now, clock.today() + dt.timedelta(days=days), _("Waits for the employer."))


def hand_up(*, seen: Seen, why: str, by: Account | None) -> None:
    """Hands a concern to the desk above, with a reason; its clock begins anew there. Raises RefusedError."""
    reason = legible(why)
    if not reason:
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with _at_desk(seen, "concern.hand_up", by, reason) as (a, now):
        _require_not(now, ANSWERED, TOLD, CLOSED)
        climb(a, now)


def climb(a: Act, now: Concern) -> None:
    """Moves a concern that is held to the desk above, with its duty. Raises RefusedError at the top."""
    above = desk_above(now.desk_id)
    if above is None:
        raise RefusedError(_("No desk stands above this one."))
    now.desk_id, now.state, now.climbed = above, RECEIVED, now.climbed + 1
    restart(now, clock.today())
    for each in _joined(now):
        each.desk_id, each.climbed, each.turn = above, now.climbed, each.turn + 1
        each.save()
    move_duties(a, ANSWER_DUTY, [now.uuid], above)


def close(*, seen: Seen, general: str, by: Account | None) -> None:
    """Closes what was answered. An answer to everybody at the unit counts as told back. Raises RefusedError."""
    said = legible(general)
    with _at_desk(seen, "concern.close", by) as (a, now):
        if now.state not in (ANSWERED, TOLD):
            raise RefusedError(_("Answer it first."))
        if said:
            a.write(GeneralAnswer, {new_key(): {"unit_id": now.unit_id, "day": clock.today(), "text": said}})
            now.told = now.told or clock.today()
        for each in (now, *_joined(now)):
            each.state, each.closed, each.due = CLOSED, clock.today(), None
            each.told = each.told or (clock.today() if said else None)
            each.turn += 1
            each.save()


def sort_out(*, seen: Seen, topics: list[str], urgency: int, by: Account | None) -> None:
    """Corrects what was suggested of topics and urgency; the correction is kept. Raises RefusedError."""
    if not set(topics) <= set(TOPICS) or not 0 <= urgency <= 3:
        raise RefusedError(Reason(_("Choose from the list."), "topics"))
    with _at_desk(seen, "concern.sort", by) as (_a, now):
        now.topics, now.urgency, now.sorted_by_hand = topics, urgency, True
        if now.due:
            restart(now, now.handled if now.state == HANDLING and now.handled else clock.today())


def merge(*, seen: Seen, into: str, by: Account | None) -> None:
    """The same said by several: this one follows another of its unit, and is answered with it. Raises RefusedError."""
    with _at_desk(seen, "concern.merge", by) as (a, now):
        other = _other(now, into)
        _require_not(now, ANSWERED, TOLD, CLOSED)
        if Concern.objects.filter(merged_into=now).exists():
            raise RefusedError(_("Others were joined with this one: join it the other way round."))
        now.merged_into, now.desk_id = other, other.desk_id
        other.urgency, other.turn = max(now.urgency, other.urgency), other.turn + 1
        other.due = min(now.due, other.due) if now.due and other.due else other.due
        other.save()
        drop_duties(a, [now.uuid], f"#{other.number}", ANSWER_DUTY)


def split(*, seen: Seen, text: str, by: Account | None) -> None:
    """Two things in one: what belongs elsewhere becomes a concern of its own, with its own clock. Raises RefusedError.

    It has no receipt: its answer is told with that of the whole.
    """
    said = _said(text)
    with _at_desk(seen, "concern.split", by) as (a, now):
        _require_not(now, ANSWERED, TOLD, CLOSED)
        part = Concern(unit_id=now.unit_id, reader_id=now.reader_id, desk_id=now.desk_id, channel=now.channel)
        found = suggest_learnt(said)
        part.topics, part.urgency, part.collective = list(found.topics), found.urgency, found.collective
        part.because = [asdict(reason) for reason in found.because]
        part.part_of, part.received, part.climbed = now, now.received, now.climbed
        part.settled, part.touched = True, clock.today()
        restart(part, clock.today())
        part.save(force_insert=True)
        Message.objects.create(concern=part, n=1, side=AUTHOR, day=now.received, text=said, settled=True)
        open_next(a, ANSWER_DUTY, [(part.desk_id, part.uuid, part.due or clock.today())])


def note_sound(*, seen: Seen, text: str, by: Account | None) -> None:
    """Writes down what a recording says, as said by its author; it is sorted anew by that. Raises RefusedError."""
    said = _said(text)
    with _at_desk(seen, "concern.note", by) as (_a, now):
        found = suggest_learnt(said)
        now.topics, now.urgency, now.collective = list(found.topics), max(now.urgency, found.urgency), found.collective
        now.because = [asdict(reason) for reason in found.because]
        add_message(now, AUTHOR, _("Recording: {text}").format(text=said))


def to_table(*, seen: Seen, by: Account | None) -> None:
    """Puts it before the next dialogue; its clock goes on. Raises RefusedError."""
    with _at_desk(seen, "concern.to_table", by) as (_a, now):
        _require_not(now, CLOSED)
        now.at_table = clock.today()


def _other(now: Concern, number: str) -> Concern:
    """The concern that is held with this number, to be answered with another; no lower than it has climbed."""
    others = Concern.objects.filter(unit=now.unit_id, reader=now.reader_id, merged_into=None).exclude(pk=now.pk)
    waiting = others.owed().filter(climbed__gte=now.climbed)
    key = next((each.pk for each in waiting if each.number == number.strip().lstrip("#").upper()), None)
    found = held_where(waiting.filter(pk=key)) if key else []
    if not found:
        raise RefusedError(Reason(_("No other concern of this unit that waits for an answer has this number."), "into"))
    return found[0]


def _joined(now: Concern) -> list[Concern]:
    """The concerns that were joined with one and are answered with it."""
    return held_where(Concern.objects.filter(merged_into=now).exclude(state=CLOSED))


def _said(text: str) -> str:
    said = legible(text)
    if not said:
        raise RefusedError(Reason(_("Write the answer first."), "text"))
    return said


def _require_not(now: Concern, *states: str) -> None:
    if now.state in states:
        raise RefusedError(_("This is answered and closed."))


DEEDS: dict[str, Callable[..., None]] = {"take": take, "answer": answer, "ask": ask_back, "wait": wait_for_employer}
DEEDS |= {
    "up": hand_up,
    "close": close,
    "sort": sort_out,
    "merge": merge,
    "split": split,
    "table": to_table,
    "note": note_sound,
}


def as_seen(concern: Concern) -> Seen:
    """A concern as it stands now."""
    return Seen(concern.key, concern.turn)


def key_of(name: uuid.UUID) -> int:
    """The key of a concern by its name in addresses."""
    return name.int if name.int < 1 << 63 else 0

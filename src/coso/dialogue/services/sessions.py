"""A dialogue or conference from its preparation to its publication: each step has its day and its clock."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, StaleError, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.dialogue.clocks import exchange_by, post_by
from coso.dialogue.duties import EXCHANGE, POST
from coso.dialogue.models import (
    CALLED,
    CASE,
    FAILED,
    HELD,
    KINDS,
    NOT_DONE,
    PREPARING,
    PUBLISHED,
    SIGNED,
    WORKERS,
    Item,
    Promise,
    Session,
)
from coso.dialogue.permissions import RUN
from coso.dialogue.words import CASES
from coso.duties.services import close_duties, drop_duties, open_duties
from coso.indicators.services import start_coverage
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.models import Unit
from coso.register.services.guards import require, require_near, require_past

COVERED = "dialogue"


def prepare(*, unit: Unit, kind: str, day: dt.date, by: Account | None, **facts: Any) -> Session:
    """Begins to prepare a dialogue for a day. `facts` are hour, place, cause. Raises RefusedError."""
    require_near(day, "day")
    if kind not in KINDS:
        raise RefusedError(Reason(_("Choose what is held."), "kind"))
    if kind == CASE and facts.get("cause") not in CASES:
        raise RefusedError(Reason(_("Choose the case that the dialogue is about."), "cause"))
    key = new_key()
    with act(by=by, verb="dialogue.prepare", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, RUN, here)
        a.write(Session, {key: {"unit_id": here.id, "kind": kind, "day": day, "state": PREPARING, **_said(facts)}})
        put_back(a, key, here.id)
        open_duties(a, EXCHANGE, [(here.id, key, exchange_by(day))])
        start_coverage(a, COVERED, {here.id: clock.today()})
    return Session.objects.get(pk=key)


def put_back(a: Act, session: uuid.UUID, unit: uuid.UUID) -> None:
    """What was promised and not done comes back by itself, at the head of the next agenda."""
    rows = returning(unit)
    facts = {"session_id": session, "side": WORKERS}
    a.write(
        Item,
        {
            new_key(): {**facts, "n": n, "text": row.what, "topic": row.item.topic if row.item else "", "back": row.pk}
            for n, row in enumerate(rows, start=1)
        },
    )


def returning(unit: uuid.UUID) -> list[Promise]:
    """What was not done and is on no later agenda yet, the oldest first."""
    back = Item.objects.filter(session__unit=unit, back__isnull=False).exclude(session__state=FAILED).values("back")
    rows = Promise.objects.filter(unit=unit, state=NOT_DONE).exclude(pk__in=back)
    return list(rows.select_related("item").order_by("due", "pk"))


def _said(facts: dict[str, Any]) -> dict[str, str]:
    longest = {"hour": 5, "place": 200, "cause": 20}
    return {name: legible(str(facts.get(name) or ""))[:most] for name, most in longest.items()}


def held_session(seen: Session, by: Account | None, *states: str) -> Session:
    """A session as it was seen, held until the action ends, in one of the states. Raises StaleError, RefusedError."""
    now = held(Session.objects.select_related("unit"), seen.pk)
    require(by, RUN, now.unit)
    if now.act != seen.act:
        raise StaleError(None)
    if now.state not in states:
        raise RefusedError(_("This step does not come now."))
    return now


def _step(seen: Session, verb: str, by: Account | None, *states: str, **columns: Any) -> Session:
    with act(by=by, verb=verb, unit=seen.unit_id, subject=seen) as a:
        now = held_session(seen, by, *states)
        a.write(Session, {now.id: columns})
        _settle_duties(a, Session.objects.get(pk=now.pk), by)
    return Session.objects.get(pk=seen.pk)


def _settle_duties(a: Act, now: Session, by: Account | None) -> None:
    """What is owed after a step: before it was called the contents, from then on until it is posted the posting."""
    if now.state == FAILED:
        drop_duties(a, [now.pk], now.failed[:200])
        return
    if now.state != PREPARING:
        close_duties(a, EXCHANGE, [now.pk], by)
    if now.state == HELD and now.held:
        open_duties(a, POST, [(now.unit_id, now.pk, post_by(now.held))])
    if now.state == PUBLISHED:
        close_duties(a, POST, [now.pk], by)


def call(*, session: Session, called: dt.date, by: Account | None) -> Session:
    """The invitation went out. Raises RefusedError."""
    require_past(called, "called")
    return _step(session, "dialogue.call", by, PREPARING, state=CALLED, called=called)


def hold(*, session: Session, held_on: dt.date, present: int, seats: int, boss: bool, by: Account | None) -> Session:
    """It was held: who came. Raises RefusedError."""
    require_past(held_on, "held")
    if not 0 <= present <= seats:
        raise RefusedError(Reason(_("More came than there are seats."), "present"))
    counted = {"held": held_on, "present": present, "seats": seats, "boss": boss}
    return _step(session, "dialogue.hold", by, PREPARING, CALLED, state=HELD, **counted)


def sign(*, session: Session, signed: dt.date, signers: list[str], by: Account | None) -> Session:
    """The minutes are signed. Raises RefusedError."""
    require_past(signed, "signed")
    return _step(session, "dialogue.sign", by, HELD, state=SIGNED, signed=signed, signers=signers)


def publish(*, session: Session, published: dt.date, by: Account | None) -> Session:
    """The employer posted the main contents. Raises RefusedError."""
    require_past(published, "published")
    return _step(session, "dialogue.publish", by, SIGNED, state=PUBLISHED, published=published)


def fail(*, session: Session, why: str, by: Account | None) -> Session:
    """It did not come about, with the reason. Raises RefusedError."""
    said = legible(why)
    if not said:
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    return _step(session, "dialogue.fail", by, PREPARING, CALLED, state=FAILED, failed=said)


def sessions_of(unit: uuid.UUID) -> list[Session]:
    """The sessions of a union, the newest first."""
    return list(Session.objects.filter(unit=unit).order_by("-day", "pk"))

"""Commitments: given in a session, said to be done, confirmed by the people concerned, or back on the next agenda."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from coso.access.journal import StaleError, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.dialogue.models import (
    CONFIRMED,
    DROPPED,
    EMPLOYER,
    HELD,
    NOT_DONE,
    PROMISED,
    SAID_DONE,
    SIDES,
    SIGNED,
    Item,
    Promise,
    PromiseTally,
)
from coso.dialogue.permissions import RUN
from coso.dialogue.services.sessions import held_session
from coso.law import parameter
from coso.lib import clock
from coso.lib.codes import chance_code
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.models import Membership, Unit
from coso.register.querysets import branches
from coso.register.services.guards import require, require_near

MARK = 8
OWED = (PROMISED, SAID_DONE)
ANSWERS = ("done", "partly", "not_done", "unsure")


def promise(
    *,
    item: Item,
    who: str,
    what: str,
    due: dt.date,
    side: str = EMPLOYER,
    evidence: str = "",
    groups: Collection[str] = (),
    by: Account | None,
) -> Promise:
    """Writes a commitment down; `groups` are codes of the groups it touches, none: everybody. Raises RefusedError."""
    texts = {"who": legible(who)[:120], "what": legible(what)[:1000]}
    for name, text in texts.items():
        if not text:
            raise RefusedError(Reason(_("This is needed."), name))
    if side not in SIDES:
        raise RefusedError(Reason(_("Choose from the list."), "side"))
    require_near(due, "due")
    if due < clock.today():
        raise RefusedError(Reason(_("This day has passed. Choose today or later."), "due"))
    key = new_key()
    with act(by=by, verb="dialogue.promise", unit=item.session.unit_id, subject=item.session) as a:
        session = held_session(item.session, by, HELD, SIGNED)
        touched = _groups(session.unit, groups)
        facts = {"unit_id": session.unit_id, "session_id": session.id, "item_id": item.pk, "due": due, "side": side}
        more = {"evidence": legible(evidence)[:300], "groups": touched, "mark": chance_code(MARK)}
        a.write(Promise, {key: {**facts, **texts, **more}})
    return Promise.objects.get(pk=key)


def _groups(unit: Unit, codes: Collection[str]) -> list[str]:
    """The keys of groups of the union with these codes. Raises RefusedError."""
    found = Unit.objects.in_branches([unit.path]).filter(code__in=list(codes)).exclude(pk=unit.pk)
    keys = [str(key) for key in found.order_by("path").values_list("pk", flat=True)]
    if len(keys) != len(set(codes)):
        raise RefusedError(Reason(_("Choose groups of this union."), "groups"))
    return keys


def _change(seen: Promise, verb: str, by: Account | None, states: Iterable[str], **columns: Any) -> Promise:
    with act(by=by, verb=verb, unit=seen.unit_id, subject=seen) as a:
        now = held(Promise.objects.select_related("unit"), seen.pk)
        require(by, RUN, now.unit)
        if now.act != seen.act:
            raise StaleError(None)
        if now.state not in states:
            raise RefusedError(_("This commitment is settled already."))
        a.write(Promise, {now.id: columns})
    return Promise.objects.get(pk=seen.pk)


def say_done(*, promise: Promise, evidence: str, by: Account | None) -> Promise:
    """The debtor says that it is done; those concerned are asked next. Raises RefusedError."""
    columns = {"state": SAID_DONE, "said_done": clock.today(), "evidence": legible(evidence)[:300]}
    return _change(promise, "dialogue.say_done", by, (PROMISED,), **columns)


def conclude(*, promise: Promise, kept: bool, why: str, by: Account | None) -> Promise:
    """An officer concludes where too few answered, with the reason. Raises RefusedError."""
    columns = {"state": CONFIRMED if kept else NOT_DONE, "closed": clock.today(), "why": _reason(why)}
    return _change(promise, "dialogue.conclude", by, OWED, **columns)


def drop(*, promise: Promise, why: str, by: Account | None) -> Promise:
    """Both sides agree that it no longer applies. Raises RefusedError."""
    columns = {"state": DROPPED, "closed": clock.today(), "why": _reason(why)}
    return _change(promise, "dialogue.drop", by, (*OWED, NOT_DONE), **columns)


def _reason(why: str) -> str:
    said = legible(why)[:300]
    if not said:
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    return said


def answer(*, promise: Promise, said: str) -> None:
    """One of those concerned says how it stands: a number goes up, and nothing else is kept. Raises RefusedError."""
    if said not in ANSWERS:
        raise RefusedError(Reason(_("Choose one of the answers."), "said"))
    if promise.state not in OWED:
        raise RefusedError(_("This commitment is settled already."))
    PromiseTally.objects.get_or_create(promise=promise)
    open_ones = PromiseTally.objects.filter(promise=promise)
    if people := people_concerned(promise):
        open_ones = open_ones.alias(n=F("done") + F("partly") + F("not_done") + F("unsure")).filter(n__lt=people)
    if not open_ones.update(**{said: F(said) + 1}):
        raise RefusedError(_("As many have answered as work there. Tell the union if you have not."))


def people_concerned(promise: Promise) -> int:
    """How many members the groups have that a promise touches, or the whole union; more answers count for nothing."""
    units = Unit.objects.filter(pk__in=[uuid.UUID(key) for key in promise.groups] or [promise.unit_id])
    paths = list(units.values_list("path", flat=True))
    return Membership.objects.on(clock.today()).filter(branches("unit__path", paths)).count()


def least_answers(day: dt.date) -> int:
    """From how many answers on a tally is shown and counts."""
    return int(parameter("poll.min_answers").at(day).number)


def judged(tally: PromiseTally | None, day: dt.date) -> str:
    """What the answers of those concerned make of a promise: confirmed, not done, or "" where too few answered."""
    if tally is None or tally.answers < least_answers(day):
        return ""
    return CONFIRMED if tally.done * 2 > tally.answers - tally.unsure else NOT_DONE


def judge_due() -> None:
    """Settles what is past its day and past the days for answering, as those concerned answered."""
    today = clock.today()
    days = int(parameter("dialogue.confirm_days").at(today).number)
    past = Promise.objects.filter(state__in=OWED, due__lt=today - dt.timedelta(days=days)).select_related("tally")
    for row in past:
        state = judged(getattr(row, "tally", None), today) or (NOT_DONE if row.state == PROMISED else "")
        if state:
            _change(row, "dialogue.judge", None, OWED, state=state, closed=today)

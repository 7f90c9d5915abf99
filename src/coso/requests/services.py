"""Asking, answering, withdrawing, handing on: each opens or closes the duty to answer in its own action."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties, drop_duties, move_duties, open_duties
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.managing import managers_of
from coso.register.services.guards import require
from coso.requests.models import Request
from coso.requests.registry import RequestKind, kind_of


def ask(*, about: RequestKind, text: str, by: Account | None) -> Request:
    """Asks about a row; the unit that is asked then owes an answer. Raises RefusedError."""
    said = legible(text)
    with act(by=by, verb=about.asking, unit=about.unit.id, subject=about.row, reason=said) as a:
        key = write_request(a, about.hold(), said, by)
    return Request.objects.get(pk=key)


def write_request(a: Act, now: RequestKind, text: str, by: Account | None) -> uuid.UUID:
    """Asks about a row that is held, in an open action, and opens the duty to answer. Raises RefusedError."""
    key, said = new_key(), legible(text)
    require(by, now.asks, now.unit)
    now.check()
    if not said:
        raise RefusedError(Reason(_("Say what is asked."), "text"))
    if now.alone and now.about(now.row.pk).still_open().exists():
        raise RefusedError(_("A request about this still waits for its answer."))
    facts = _facts(now, by)
    a.write(Request, {key: {"text": said, **facts}})
    open_duties(a, now.key, [(now.owes.id, key, facts["due"])])
    return key


def _facts(now: RequestKind, by: Account | None) -> dict[str, Any]:
    today = clock.today()
    return {
        "kind": now.key,
        "subject": now.row.pk,
        "unit_id": now.unit.id,
        "owes_id": now.owes.id,
        "about": now.facts(),
        "alone": now.alone,
        "asked_by": by.id if by else None,
        "day": today,
        "due": today + dt.timedelta(days=now.answer_days(today)),
    }


def answer(*, request: Request, outcome: str, text: str, by: Account | None, **said: Any) -> Act:
    """Answers with a reason, and does what follows from the outcome; `said` is what the kind's form has besides.

    Raises RefusedError, field "outcome" or "answer", and what the kind refuses.
    """
    about, reason = kind_of(request), legible(text)
    with act(by=by, verb=about.answering, unit=about.unit.id, subject=about.row, reason=reason) as a:
        now = about.hold()
        row = _hold(request)
        now.require_answerer(by, row, outcome)
        _require_open(row)
        if outcome not in now.outcomes:
            raise RefusedError(Reason(_("Say what comes of it."), "outcome"))
        if not reason:
            raise RefusedError(Reason(_("An answer needs its reason."), "answer"))
        now.check_answer(outcome, said)
        facts = {"answer": reason, "answered_by": by.id if by else None, "answered": clock.today(), "outcome": outcome}
        a.write(Request, {row.id: facts})
        close_duties(a, now.key, [row.id], by)
        now.when_answered(a, _written(row, facts), by, said)
    return a


def withdraw(*, request: Request, why: str, by: Account | None) -> Act:
    """Takes an open request back, with a reason; the answer is no longer owed. Raises RefusedError."""
    about, reason = kind_of(request), _require_reason(why)
    with act(by=by, verb=_verb(about.withdrawing), unit=about.unit.id, subject=about.row, reason=reason) as a:
        now = about.hold()
        row = _hold(request)
        require(by, now.asks, row.unit)
        _require_open(row)
        a.write(Request, {row.id: {"withdrawn": clock.today()}})
        drop_duties(a, [row.id], reason, now.key)
    return a


def climb(*, request: Request, why: str, by: Account | None) -> Act:
    """Hands an open request on to the unit above the one that owes the answer; the duty goes with it.

    The last good day stays. Raises RefusedError, also where nobody stands above.
    """
    about, reason = kind_of(request), _require_reason(why)
    with act(by=by, verb=_verb(about.climbing), unit=about.unit.id, subject=about.row, reason=reason) as a:
        now = about.hold()
        row = _hold(request)
        now.require_answerer(by, row, "")
        _require_open(row)
        above = managers_of([row.owes_id], clock.today()).get(row.owes_id)
        if above is None:
            raise RefusedError(_("No unit stands above the one that owes the answer."))
        a.write(Request, {row.id: {"owes_id": above}})
        move_duties(a, now.key, [row.id], above)
    return a


def _hold(request: Request) -> Request:
    return held(Request.objects.select_related("unit", "owes"), request.pk)


def _written(row: Request, facts: dict[str, Any]) -> Request:
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def _require_open(row: Request) -> None:
    if row.answered:
        raise RefusedError(_("This request is answered already."))
    if row.withdrawn:
        raise RefusedError(_("This request was withdrawn."))


def _require_reason(why: str) -> str:
    reason = legible(why)
    if not reason:
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    return reason


def _verb(verb: str) -> str:
    if not verb:
        raise RefusedError(_("This is not done with requests of this kind."))
    return verb

"""Rumours: noted, answered by a fact card with its legal source, or settled with a reason."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, expect, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.services import close_duties, open_duties
from coso.law import parameter
from coso.lib import clock
from coso.lib.codes import chance_code
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.notices.duties import RUMOURED
from coso.notices.models import FactCard, Rumour
from coso.notices.permissions import ANSWER, HEAR
from coso.register.managers import is_manager_at
from coso.register.managing import managing_units
from coso.register.models import Unit, UnitPlace
from coso.register.services.guards import require, require_past

MARK, LONGEST = 8, 2500


def hear(*, unit: Unit, text: str, place: str = "", day: dt.date, by: Account | None) -> Rumour:
    """Notes what is being said at a unit; the union that manages it owes an answer. Raises RefusedError."""
    key, said = new_key(), legible(text)[:300]
    if not said:
        raise RefusedError(Reason(_("Please write what is being said."), "text"))
    require_past(day, "day")
    with act(by=by, verb="rumour.hear", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, HEAR, here)
        today, desk = clock.today(), _desk_of(here)
        facts = {"unit_id": here.id, "desk_id": desk, "text": said, "place": place.strip()[:120], "day": day}
        a.write(Rumour, {key: {**facts, "told": today, "by": by.pk if by else None}})
        open_duties(a, RUMOURED, [(desk, key, rumour_due(today))])
    return Rumour.objects.get(pk=key)


def rumour_due(told: dt.date) -> dt.date:
    """The last good day to answer what was noted on a day."""
    return told + dt.timedelta(days=int(parameter("notices.rumour_days").at(told).number))


def _desk_of(unit: Unit) -> uuid.UUID:
    """Who owes the answer: the union that manages the workplace, outside it; above the workplaces, the unit itself."""
    today = clock.today()
    here = UnitPlace.objects.filter(unit=unit, base__isnull=False, start__lte=today, end__gt=today)
    base = here.values_list("base", flat=True).first()
    return managing_units([base], today)[base] if base else unit.pk


def _held(rumour: Rumour, seen: str, by: Account | None) -> Rumour:
    now = held(Rumour.objects.select_related("unit"), rumour.pk)
    expect(now, seen)
    require(by, ANSWER, now.unit)
    if by and is_manager_at(by, now.unit):
        raise ForbiddenError(_("You have no permission for this."))
    if now.answered:
        raise RefusedError(_("This was answered meanwhile."))
    return now


@dataclass(frozen=True)
class Facts:
    """What stands on a card: the claim, what is true, where that stands, since when, whom to call."""

    claim: str
    truth: str
    source: str
    source_day: dt.date | None = None
    phone: str = ""

    def checked(self) -> dict[str, Any]:
        """As columns. Raises RefusedError."""
        wrong = []
        if not legible(self.claim):
            wrong.append(Reason(_("Say which claim the card answers."), "claim"))
        if not legible(self.truth):
            wrong.append(Reason(_("Say what is true."), "truth"))
        if len(legible(self.truth)) > LONGEST:
            wrong.append(Reason(_("At most {n} letters fit on the page.").format(n=LONGEST), "truth"))
        if not self.source.strip():
            wrong.append(Reason(_("A card needs its source: which text, which article."), "source"))
        if wrong:
            raise RefusedError(*wrong)
        words = {"claim": legible(self.claim)[:300], "truth": legible(self.truth), "source": self.source.strip()[:200]}
        return {**words, "source_day": self.source_day, "phone": self.phone.strip()[:20]}


def publish(*, unit: Unit, facts: Facts, rumour: Rumour | None = None, seen: str = "", by: Account | None) -> FactCard:
    """Publishes a card in the name of a union, for anybody; it answers a rumour. Raises RefusedError, StaleError."""
    key, columns = new_key(), facts.checked()
    with act(by=by, verb="card.publish", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, ANSWER, here)
        now = _held(rumour, seen, by) if rumour else None
        a.write(FactCard, {key: {**columns, "unit_id": here.id, "mark": chance_code(MARK), "published": clock.today()}})
        if now:
            _answer(a, now, {"card_id": key}, by)
    return FactCard.objects.get(pk=key)


def answer_with(*, rumour: Rumour, card: FactCard, seen: str = "", by: Account | None) -> None:
    """A card that is published already answers this rumour, too. Raises RefusedError, StaleError."""
    with act(by=by, verb="card.publish", unit=rumour.unit_id) as a:
        now = _held(rumour, seen, by)
        if held(FactCard.objects.all(), card.pk).ended:
            raise RefusedError(_("This card was taken back."))
        _answer(a, now, {"card_id": card.pk}, by)


def _answer(a: Act, rumour: Rumour, how: dict[str, Any], by: Account | None) -> None:
    a.write(Rumour, {rumour.id: {**how, "answered": clock.today()}})
    close_duties(a, RUMOURED, [rumour.id], by)


def settle(*, rumour: Rumour, why: str, seen: str = "", by: Account | None) -> None:
    """A rumour needs no card, with the reason. Raises RefusedError, StaleError."""
    reason = legible(why)[:300]
    if not reason:
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with act(by=by, verb="rumour.settle", unit=rumour.unit_id, reason=reason) as a:
        _answer(a, _held(rumour, seen, by), {"why": reason}, by)


def end_card(*, card: FactCard, why: str, seen: str = "", by: Account | None) -> None:
    """Takes a card back; its public page says so, with the reason. Raises RefusedError, StaleError."""
    reason = legible(why)[:300]
    if not reason:
        raise RefusedError(Reason(_("Say why; whoever opens the card reads it."), "why"))
    with act(by=by, verb="card.end", unit=card.unit_id, subject=card, reason=reason) as a:
        now = held(FactCard.objects.select_related("unit"), card.pk)
        expect(now, seen)
        require(by, ANSWER, now.unit)
        if now.ended:
            raise RefusedError(_("This card was taken back."))
        a.write(FactCard, {now.id: {"ended": clock.today(), "why": reason}})

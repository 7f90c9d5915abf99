"""What the pages of dialogue show: points with what came of them, commitments with the answers of those concerned."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from coso.access.terms import Term
from coso.dialogue.models import NOT_DONE, WORKERS, Item, Promise, PromiseTally, Session
from coso.dialogue.services.agenda import items_of
from coso.dialogue.services.promises import OWED, least_answers
from coso.dialogue.words import OUTCOMES, PROMISE_TONES, PROMISES, SIDES
from coso.lib import clock
from coso.register.names import unit_names
from coso.triage.terms import TOPICS


@dataclass(frozen=True)
class PromiseRow:
    """A commitment as a row: its words, the groups it touches, the answers where enough came, whether it is late."""

    promise: Promise
    groups: list[str]
    tally: PromiseTally | None
    enough: bool
    late: bool

    @property
    def state(self) -> Term:
        """The word of its state."""
        return PROMISES[self.promise.state]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return PROMISE_TONES[self.promise.state]

    @property
    def owed(self) -> bool:
        """Whether it is still to be done or to be confirmed."""
        return self.promise.state in OWED

    @property
    def parts(self) -> list[tuple[str, int, str]]:
        """The answers as parts of a bar."""
        if self.tally is None:
            return []
        said = [("done", "green"), ("partly", "gold"), ("not_done", "red")]
        return [(name, getattr(self.tally, name), tone) for name, tone in said]


@dataclass(frozen=True)
class ItemRow:
    """A point of an agenda with its words and the commitments made on it."""

    item: Item
    promises: list[PromiseRow] = field(default_factory=list)

    @property
    def side(self) -> Term:
        """Who asked for it."""
        return SIDES[self.item.side]

    @property
    def topic(self) -> str:
        """The word of its topic."""
        return str(TOPICS[self.item.topic]) if self.item.topic in TOPICS else ""

    @property
    def outcome(self) -> Term:
        """What came of it."""
        return OUTCOMES[self.item.outcome]

    @property
    def theirs(self) -> bool:
        """Whether the employer asked for it."""
        return self.item.side != WORKERS


def item_rows(session: Session) -> list[ItemRow]:
    """The points of a session in their order."""
    made: dict[uuid.UUID | None, list[PromiseRow]] = defaultdict(list)
    for row in promise_rows(Promise.objects.filter(session=session).select_related("tally").order_by("pk")):
        made[row.promise.item_id].append(row)
    return [ItemRow(item, made[item.pk]) for item in items_of(session)]


def promise_rows(promises: Iterable[Promise]) -> list[PromiseRow]:
    """Commitments as rows, in the order given."""
    rows, today = list(promises), clock.today()
    names = unit_names({uuid.UUID(key) for row in rows for key in row.groups}, today)
    return [_row(row, names, today) for row in rows]


def _row(row: Promise, names: dict[uuid.UUID, str], today: dt.date) -> PromiseRow:
    groups = [names.get(uuid.UUID(key), "") for key in row.groups]
    tally: PromiseTally | None = getattr(row, "tally", None)
    enough = tally is not None and tally.answers >= least_answers(today)
    return PromiseRow(row, groups, tally, enough, row.state in OWED and row.due < today)


def promises_before(session: Session) -> list[PromiseRow]:
    """What was promised at the union in sessions before this one: what is not settled, and the last thirty days."""
    rows = Promise.objects.filter(unit=session.unit_id).exclude(session=session).select_related("tally")
    month = clock.today() - dt.timedelta(days=30)
    near = [
        row for row in rows.order_by("due", "pk") if row.state in (*OWED, NOT_DONE) or (row.closed or month) > month
    ]
    return promise_rows(near)

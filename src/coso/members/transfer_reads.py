"""What pages show of transfers, to each side no more than it may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.lib import clock
from coso.members.models import Transfer
from coso.members.services.settling import SETTLE
from coso.members.services.transfers import CHANGE, STEPS
from coso.register.models import Unit, UnitVersion
from coso.register.visibility import Reach, reach


@dataclass(frozen=True)
class TransferLine:
    """A transfer as a list shows it. `old` is empty where the reader asked for a stranger and was not answered yet."""

    row: Transfer
    old: str
    new: str
    state: str
    tone: str
    born: bool
    mine: bool


def state_words() -> dict[str, tuple[str, str]]:
    """The states in words, with their tone."""
    return {
        Transfer.ASKED: (_("Asked for, waits for an answer"), "gold"),
        Transfer.OFFERED: (_("Let go, waits to be taken in"), "gold"),
        Transfer.RELEASED: (_("Let go, no union has taken the member in yet"), "gold"),
        Transfer.REFUSED: (_("Refused"), "red"),
        Transfer.RAISED: (_("With the union above"), "gold"),
        Transfer.DONE: (_("Done"), "green"),
        Transfer.WITHDRAWN: (_("Withdrawn or rejected"), "dash"),
    }


def lines(found: Sequence[Transfer], user: Account) -> list[TransferLine]:
    """Transfers as the reader may see them, in a fixed number of queries."""
    names = _names({key for row in found for key in (row.releasing_id, row.receiving_id) if key})
    seen, words = reach(user, CHANGE), state_words()
    return [
        TransferLine(
            row,
            names.get(row.releasing_id, "") if shows_old(row, seen) else "",
            names.get(row.receiving_id, "") if row.receiving_id else "",
            *words[row.state],
            born=shows_old(row, seen),
            mine=bool(deeds_of(row, user)),
        )
        for row in found
    ]


def shows_old(row: Transfer, seen: Reach) -> bool:
    """Whether the reader may know where the member is: not who asked for somebody and has no answer yet."""
    return not row.pulled or row.state == Transfer.DONE or _covers(seen, row.releasing)


def deeds_of(row: Transfer, user: Account) -> list[str]:
    """What the reader may do with a transfer as it stands."""
    seen, above = reach(user, CHANGE), reach(user, SETTLE)
    asker, other = (row.receiving, row.releasing) if row.pulled else (row.releasing, row.receiving)
    whose = {
        "asker": _covers(seen, asker),
        "other": _covers(seen, other),
        "above": _covers(above, row.releasing) and _covers(above, row.receiving),
    }
    mine = [deed for deed, step in STEPS.items() if row.state in step.states and whose[step.whose]]
    return [deed for deed in mine if not (whose["above"] and deed in ("accept", "refuse", "withdraw", "raise"))] or mine


def _covers(seen: Reach, unit: Unit | None) -> bool:
    return unit is not None and (seen.everything or seen.covers(unit.path))


def _names(units: Iterable[object]) -> dict[object, str]:
    rows = UnitVersion.objects.on(clock.today()).filter(unit__in=list(units))
    return dict(rows.values_list("unit_id", "name"))

"""Numbers on record that somebody typed who may not see them: few a day, kept, and left to the union above."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.models import NumberMatch, Unit
from coso.register.services.follow import follow_matches


class Match(NamedTuple):
    """Somebody on record whose number was typed: the look-up, and the name and birth typed with it."""

    person: uuid.UUID
    look: bytes
    name: str
    name_key: str
    born: dt.date | None
    born_exact: bool = True


def left_to_others() -> str:
    """All that somebody without the right to see numbers learns of one on record."""
    return _("The upper union has to settle this number; nothing is added with it until then.")


def keep_matches(
    found: Iterable[Match], *, unit: Unit, by: Account, limited: bool = True, asked: bool = False, journal: str = ""
) -> None:
    """Keeps that numbers on record were typed for a unit; `asked` hands them to the union above to settle.

    What is typed again on the same day counts once. Raises RefusedError where somebody would be told of more numbers
    than `people.matches_per_day` allows; then nothing of it is told, and the day is used up.
    """
    fresh, known, room = _sorted_out(found, unit, by, limited)
    over = limited and len(fresh) > room
    rows = {
        new_key(): _row(match, unit, by, limited, asked and not over) for match in (fresh[:room] if over else fresh)
    }
    waiting = {key: {"asked": True} for key in known} if asked and not over else {}
    if rows or waiting:
        with act(by=by, verb="person.match", unit=unit.id, reason=journal or str(len(rows) + len(waiting))) as a:
            a.write(NumberMatch, {**rows, **waiting})
            follow_matches(a, [unit.id])
    if over:
        text = _(
            "More numbers are on record than one person may learn of in a day ({n}). Ask the upper union to import."
        )
        raise RefusedError(text.format(n=_per_day()))


def _sorted_out(
    found: Iterable[Match], unit: Unit, by: Account, limited: bool
) -> tuple[list[Match], list[uuid.UUID], int]:
    """The matches new today, the rows of those known and not yet handed on, and how many more may be told of."""
    today = clock.today()
    rows = NumberMatch.objects.filter(account=by.id, on=today)
    here = {bytes(look): (key, asked) for key, look, asked in rows.filter(unit=unit).values_list("id", "look", "asked")}
    matches = list({match.look: match for match in found}.values())
    told = {bytes(look) for look in rows.filter(limited=True).values_list("look", flat=True)} if limited else set()
    fresh = [match for match in matches if match.look not in here]
    known = [here[match.look][0] for match in matches if match.look in here and not here[match.look][1]]
    room = max(_per_day() - len(told), 0) if limited else len(fresh)
    return fresh, known, room


def _per_day() -> int:
    return int(parameter("people.matches_per_day").at(clock.today()).number)


def _row(match: Match, unit: Unit, by: Account, limited: bool, asked: bool) -> dict[str, object]:
    facts = {**match._asdict(), "person_id": match.person, "name": match.name[:80], "name_key": match.name_key[:80]}
    del facts["person"]
    return {
        **facts, "account": by.id, "unit_id": unit.id, "on": clock.today(), "limited": limited, "asked": asked
    }  # fmt: skip


def names_typed(units: Collection[uuid.UUID]) -> set[str]:
    """The folded names with which a number on record was typed for the units, in the days that are kept in mind."""
    days = int(parameter("people.match_memory_days").at(clock.today()).number)
    since = clock.today() - dt.timedelta(days=days)
    rows = NumberMatch.objects.filter(on__gte=since).exclude(outcome=NumberMatch.TYPED)
    return {name for name, unit in rows.values_list("name_key", "unit_id") if unit in units}

"""What the unions of the demo told those below them in a year and a half, who passed it on, and what was rumoured."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml

from coso.access.journal import Act
from coso.access.models import Account
from coso.duties import services as duties
from coso.duties.models import Duty
from coso.indicators.services import start_coverage
from coso.lib.dates import DAY
from coso.lib.keys import new_key
from coso.notices.duties import PASS_ON, RUMOURED
from coso.notices.models import Addressee, FactCard, Notice, Rumour
from coso.notices.services.facts import rumour_due
from coso.notices.services.sending import COLUMNS, NOTICES
from coso.notices.whom import Place, Whom, addressed
from coso.register.models import Appointment, Unit
from coso_demo.plan import DATA
from coso_demo.world import World

MONTH, ASKED, CHASED = DAY * 30, DAY * 7, DAY * 37  # between two notices; to confirm; until one is closed
LONG_PAST = "Đã quá hạn lâu."
NEVER, SLOW = 0.06, 0.18  # shares of units that never confirm, and that confirm late


@dataclass(frozen=True)
class Told:
    """One notice to be written: who sends it, to whom, when."""

    sender: Unit
    whom: Whom
    title: str
    text: str
    sent: dt.date


def write_notices(world: World, a: Act) -> int:
    """Writes notices with who passed them on, duties, rumours and cards. Returns the number of addressees."""
    rng, today = Random(1929), world.plan.today
    said = yaml.safe_load((DATA / "notices.yaml").read_text())
    units = _units(world)
    since: dict[uuid.UUID, dt.date] = {}
    count = 0
    for told in _all_told(said, units, today):
        places = addressed(told.sender, told.whom, told.sent)
        count += _write(a, told, places, rng, today)
        for place in places:
            if place.base:
                since[place.base] = min(told.sent, since.get(place.base, told.sent))
    start_coverage(a, NOTICES, since)
    _write_rumours(a, said, units, today)
    return count


def _units(world: World) -> dict[str, Unit]:
    keys = {
        "province": world.uppers[world.plan.province].key,
        "ward": world.uppers[world.plan["ward"]].key,
        "garment": world.unions[world.garment - 1].key,
    }
    return {name: Unit.objects.get(pk=key) for name, key in keys.items()}


def _all_told(said: dict[str, Any], units: dict[str, Unit], today: dt.date) -> Iterator[Told]:
    for row in said["province"]:
        day = today - MONTH * row["months"] - DAY * 4
        yield Told(units["province"], Whom(units["province"], row["sector"]), row["title"], row["text"], day)
    yield from _by_turns(units["ward"], said["ward"], today - DAY * 9, MONTH * 2, 8)
    yield from _by_turns(units["garment"], said["garment"], today - DAY * 2, MONTH, 18)


def _by_turns(unit: Unit, texts: Sequence[dict[str, str]], last: dt.date, gap: dt.timedelta, n: int) -> Iterator[Told]:
    for turn in range(n):
        row = texts[turn % len(texts)]
        yield Told(unit, Whom(unit), row["title"], row["text"], last - gap * turn)


def _write(a: Act, told: Told, places: list[Place], rng: Random, today: dt.date) -> int:
    key, last = new_key(), told.sent + ASKED
    closed = told.sent + CHASED + DAY if told.sent + CHASED < today else None
    facts = {"unit_id": told.sender.pk, "branch_id": told.whom.branch.pk, "sector": told.whom.sector}
    facts |= {"title": told.title, "text": told.text, "sent": told.sent, "last": last, "closed": closed}
    a.write(Notice, {key: facts})
    until = min(closed or today, today)
    by = _signed(places)
    rows = [(new_key(), place, _confirmed(place.unit, told.sent, until, rng)) for place in places]
    reminded = last + DAY if last + DAY <= today else None
    a.create(Addressee, COLUMNS, (_addressee(key, *row, by, reminded) for row in rows))
    a.create(Duty, duties.COLUMNS, (_duty(row, told.sent, last, by, closed is not None) for row in rows))
    return len(rows)


def _confirmed(unit: uuid.UUID, sent: dt.date, until: dt.date, rng: Random) -> dt.date | None:
    """The day on which a unit confirmed: each has its habit, some never do."""
    habit = Random(unit.int).random()
    if habit < NEVER or rng.random() < 0.05:
        return None
    days = rng.choice((6, 8, 9, 12, 15)) if habit < NEVER + SLOW else rng.choice((0, 1, 1, 2, 2, 3, 4, 6))
    day = sent + DAY * days
    return day if day <= until else None


Signed = dict[uuid.UUID, uuid.UUID]


def _signed(places: list[Place]) -> Signed:
    """{unit: account} of those who sign in and confirm for themselves."""
    held = Appointment.objects.filter(person__user__isnull=False, seat__post__in=("group_leader", "chair"))
    keys = {place.unit for place in places}
    rows = held.values_list("seat__unit_id", "person__user_id")
    return {unit: user for unit, user in rows if unit in keys and user}


def _addressee(
    notice: uuid.UUID, key: uuid.UUID, place: Place, confirmed: dt.date | None, by: Signed, reminded: dt.date | None
) -> tuple[Any, ...]:
    again = reminded if confirmed is None or (reminded and confirmed > reminded) else None
    who = by.get(place.unit) if confirmed else None
    return (key, notice, place.unit, place.level, place.counted, confirmed, who, again, int(again is not None))


def _duty(
    row: tuple[uuid.UUID, Place, dt.date | None], sent: dt.date, last: dt.date, by: Signed, closed: bool
) -> tuple[Any, ...]:
    key, place, confirmed = row
    dropped = LONG_PAST if closed and confirmed is None else ""
    who = by.get(place.unit) if confirmed else None
    return (new_key(), PASS_ON, place.unit, key, 1, sent, last, "", confirmed, who, dropped)


# ── rumours ──


def _write_rumours(a: Act, said: dict[str, Any], units: dict[str, Unit], today: dt.date) -> None:
    leader = Account.objects.filter(username="totruong").first()
    held = Appointment.objects.filter(person__user=leader, seat__post="group_leader").select_related("seat__unit")
    post = held.first()
    places = [post.seat.unit if post else units["garment"], units["garment"]]
    by = leader.pk if leader else None
    for n, row in enumerate(said["cards"]):
        day = today - DAY * (21 + 120 * n)
        card, rumour = new_key(), new_key()
        facts = {"claim": row["claim"], "truth": row["truth"], "source": row["source"], "source_day": row["since"]}
        a.write(
            FactCard,
            {card: {**facts, "unit_id": units["ward"].pk, "mark": f"DEMTHE{n + 2}A", "published": day + DAY * 2}},
        )
        heard = {"text": row["claim"], "day": day, "told": day, "card_id": card, "answered": day + DAY * 2}
        a.write(Rumour, {rumour: {**heard, "unit_id": places[n].pk, "desk_id": units["ward"].pk, "by": by}})
        done = (new_key(), RUMOURED, units["ward"].pk, rumour, 1, day, rumour_due(day), "", day + DAY * 2, None, "")
        a.create(Duty, duties.COLUMNS, [done])
    _leave_open(a, said["open"], units["ward"].pk, places[0].pk, (today - DAY, by))


def _leave_open(a: Act, text: str, desk: uuid.UUID, unit: uuid.UUID, told: tuple[dt.date, uuid.UUID | None]) -> None:
    (day, by), key = told, new_key()
    facts = {"unit_id": unit, "desk_id": desk, "text": text, "place": "Nhóm Zalo của chuyền"}
    a.write(Rumour, {key: {**facts, "day": day, "told": day, "by": by}})
    duties.open_duties(a, RUMOURED, [(desk, key, rumour_due(day))])

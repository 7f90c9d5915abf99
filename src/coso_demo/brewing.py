"""Three places of the demo where something brews, and stoppages of the last year and a half; nobody is named."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from coso.access.journal import Act
from coso.duties.services import open_duties
from coso.indicators.services import start_coverage
from coso.law import parameter
from coso.lib.dates import DAY
from coso.lib.keys import new_key
from coso.register.kinds import BASE
from coso.register.models import UnitVersion
from coso.triage.examples import own
from coso.voice.duties import ANSWER_DUTY, HEADS_UP
from coso.voice.models import OWED, WATCHED, CareNote, GeneralAnswer, Poster, Stoppage, Week
from coso.voice.services.reports import DAYS, week_of
from coso.voice.services.stoppages import neighbours
from coso_demo.voicing import Said, save
from coso_demo.world import World

QUIET, AGO = 12, 9  # weeks of "nothing was said" before a stoppage, and days since it
PAST = (
    (420, "wage", 3, "Nâng lương cơ bản 6 %, trả phụ cấp thâm niên", 280_000),
    (250, "meals", 2, "Đổi nhà thầu bếp ăn", None),
)
BONUS = "Công ty đã công bố thưởng Tết: một tháng lương, trả trước ngày 20 tháng Chạp."


def write_brewing(world: World, a: Act) -> int:
    """Writes what brews at unions with a poster, and the stoppages. Returns how many concerns."""
    today, said = world.plan.today, Said(world.plan.today, Random(2022))
    unions = _unions(world)
    if len(unions) < 8:
        return 0
    grouped = next((union for union in unions[4:] if union.groups), unions[4])
    others = [union for union in unions[4:] if union is not grouped]
    _silent_then_stopped(grouped, today, a)
    _two_neighbours(others[0], others[1], said, a)
    _past(others[2], today, a)
    save(said)
    owed = [(row.desk_id, row.uuid, row.due or today) for row in said.concerns if row.state in OWED]
    open_duties(a, ANSWER_DUTY, owed)
    return len(said.concerns)


def _unions(world: World) -> list[Any]:
    """The unions that speak, in the order in which their posters were made."""
    alive = {union.key: union for union in world.alive(world.plan.today)}
    keys = dict.fromkeys(Poster.objects.order_by("pk").values_list("unit_id", flat=True))
    return [alive[key] for key in keys if key in alive]


def _silent_then_stopped(union: Any, today: Any, a: Act) -> None:
    """Twelve weeks of "nothing was said" by every group, then work stopped."""
    day = today - DAY * AGO
    last = week_of(day) - DAYS
    rows = {
        new_key(): {"unit_id": group.key, "week": last - DAYS * n, "quiet": True, "confirmed": last - DAYS * (n - 1)}
        for group in union.groups
        if group.born < last - DAYS * QUIET
        for n in range(QUIET)
    }
    a.write(Week, rows)
    stopped = {"unit_id": union.key, "day": day, "size": "to_500", "topics": ["social_insurance", "bonus_tet"]}
    _stop(stopped, a)


def _stop(stopped: dict[str, Any], a: Act) -> None:
    key = new_key()
    a.write(Stoppage, {key: stopped})
    start_coverage(a, "stoppages", {stopped["unit_id"]: stopped["day"]})
    if "ended" not in stopped:
        here = UnitVersion.objects.filter(unit=stopped["unit_id"], kind=BASE).select_related("unit").latest("start")
        due = stopped["day"] + DAY * int(parameter("voice.heads_up_days").at(stopped["day"]).number)
        open_duties(a, HEADS_UP, [(each, key, due) for each in neighbours(here.unit, stopped["day"])])


def _two_neighbours(calm: Any, hot: Any, said: Said, a: Act) -> None:
    """One factory has announced its bonus; the other is silent, and its insurance is three months late."""
    a.write(GeneralAnswer, {new_key(): {"unit_id": calm.key, "day": said.today - DAY * 6, "text": BONUS}})
    late = [each for each in own() if set(each.topics) & {"bonus_tet", "social_insurance"} and each.urgency in (1, 2)]
    for days_ago in range(90, -1, -1):
        if said.rng.random() < (0.05 if days_ago > 14 else 0.8):
            row = said.say(hot.key, hot.key, said.today - DAY * days_ago, said.rng.choice(late))
            row.heat = said.rng.choice((3, 4, 5))
    watched = {"unit_id": hot.key, "day": said.today - DAY * 2, "deed": WATCHED, "until": said.today - DAY}
    a.write(CareNote, {new_key(): {**watched, "score": 40, "text": "Đã gọi chủ tịch công đoàn, hẹn xuống sáng mai."}})


def _past(union: Any, today: Any, a: Act) -> None:
    for ago, topic, lasted, settled, figure in _lasting(union, today):
        day = today - DAY * ago
        ended = {"ended": day + DAY * lasted, "settled": settled, "figure": figure}
        _stop({"unit_id": union.key, "day": day, "size": "over_1000", "topics": [topic], **ended}, a)


def _lasting(union: Any, today: Any) -> Iterator[tuple[int, str, int, str, int | None]]:
    past: Sequence[tuple[int, str, int, str, int | None]] = PAST
    yield from (row for row in past if union.born < today - DAY * row[0])

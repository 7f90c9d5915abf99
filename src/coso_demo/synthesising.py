"""What the demo's unions hand up of concerns: a synthesis each month, some missing, and cases of legal advice."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random
from uuid import UUID

from django.db.models import QuerySet

from coso.access.journal import Act
from coso.advice import models as advice
from coso.advice.models import Advice
from coso.advice.services import KIND_OF_RECORD
from coso.duties.services import open_duties
from coso.indicators.services import start_coverage
from coso.lib.dates import DAY, months_before
from coso.lib.keys import new_key
from coso.register.managing import managing_units
from coso.triage.examples import own
from coso.voice.keys import chance_key
from coso.voice.models import AUTHOR, CLOSED, DESK, Concern, Message, Poster
from coso.voice.services.synthesis import SYNTHESIS_DUTY, due_on
from coso.voice.synthesis_models import Synthesis
from coso_demo.world import World

MONTHS, AT_ONCE = 18, 40
CASES, FORGETFUL = 12, 0.15  # unions with a register of advice; share of syntheses that never went up
SENTENCES = (
    "Đoàn viên, người lao động yên tâm làm việc; ý kiến tập trung vào bữa ăn ca và định mức.",
    "Tâm tư ổn định, có lo lắng về tiền thưởng cuối năm.",
    "Nhiều ý kiến về tiền lương làm thêm giờ, công đoàn đã làm việc với người sử dụng lao động.",
)
ASKS = ("", "Đề nghị hướng dẫn thương lượng về bữa ăn ca.", "Đề nghị kiểm tra việc đóng bảo hiểm xã hội.")


def write_syntheses(world: World, a: Act) -> int:
    """Writes the syntheses of a year and a half of the unions with posters, and advice of some of them."""
    rng, today = Random(1929), world.plan.today
    found = Poster.objects.order_by("unit").values_list("unit_id", flat=True).distinct()
    alive = {union.key for union in world.alive(today)}
    unions = [unit for unit in found if unit in alive]
    if unions:
        _answer_at_once(unions[-1], rng, today)
    start_coverage(a, "concerns", dict.fromkeys(unions, months_before(today, MONTHS)))
    above = managing_units(unions, today)
    rows = dict(_months(unions, above, rng, today))
    a.write(Synthesis, rows)
    owed = [(row["unit_id"], key, due_on(row["month"])) for key, row in rows.items() if row["handed"] is None]
    open_duties(a, SYNTHESIS_DUTY, owed)
    _advise(unions[:CASES], rng, today, a)
    return len(rows)


def _months(
    unions: Sequence[UUID], above: dict[UUID, UUID], rng: Random, today: dt.date
) -> Iterator[tuple[UUID, dict]]:
    for ago in range(MONTHS - 1, 0, -1):
        month = months_before(today.replace(day=1), ago)
        for unit in unions:
            day = due_on(month) - DAY * rng.randrange(4)
            missing = day >= today or (ago == 1 and rng.random() < FORGETFUL)
            said = {"assessment": rng.choice(SENTENCES), "asks": rng.choice(ASKS)}
            facts = {"handed": None, "upper": None} if missing else {"handed": day, "upper": above[unit], **said}
            yield new_key(), {"unit_id": unit, "month": month, "assessment": "", "asks": "", **facts}


def _advise(unions: Sequence[UUID], rng: Random, today: dt.date, a: Act) -> None:
    """Cases of legal advice, most of them closed after some days."""
    rows = {}
    for unit in unions:
        for _each in range(rng.randrange(2, 7)):
            day = today - DAY * rng.randrange(1, MONTHS * 30)
            closed = day + DAY * rng.randrange(1, 20)
            facts = {"unit_id": unit, "day": day, "field": rng.choice(advice.FIELDS), "way": rng.choice(advice.WAYS)}
            facts |= {"people": rng.choice((1, 1, 1, 2, 5)), "outcome": "", "closed": None}
            done = {"outcome": rng.choice(advice.OUTCOMES), "closed": closed} if closed < today else {}
            rows[new_key()] = {**facts, **done}
    a.write(Advice, rows)
    start_coverage(a, KIND_OF_RECORD, dict.fromkeys(unions, months_before(today, MONTHS)))


def _answer_at_once(unit: UUID, rng: Random, today: dt.date) -> None:
    """A flaw: forty concerns of three weeks, all answered with the same words on the last 29 November."""
    day = dt.date(today.year, 11, 29)
    day = day if day <= today else day.replace(year=day.year - 1)
    rows, messages = [], []
    usual = [each for each in own() if each.urgency == 1 and "thanks_other" not in each.topics]
    for _each in range(AT_ONCE):
        told, received = rng.choice(usual), day - DAY * rng.randrange(4, 22)
        row = Concern(
            key=chance_key(), unit_id=unit, reader_id=unit, desk_id=unit, received=received, topics=list(told.topics),
            urgency=1, settled=True, state=CLOSED, handled=day, answered=day, closed=day, turn=1,
        )  # fmt: skip
        rows.append(row)
        said = ((1, AUTHOR, received, told.text), (2, DESK, day, "Đã giải quyết."))
        messages += [
            Message(key=chance_key(), concern=row, n=n, side=side, day=on, text=text, settled=True)
            for n, side, on, text in said
        ]
    concerns: QuerySet[Concern] = QuerySet(Concern)
    concerns.bulk_create(rows)
    Message.objects.bulk_create(messages)

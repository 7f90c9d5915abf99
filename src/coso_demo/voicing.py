"""What the workers of the demo say: a year and a half at some factories and hospitals, most of it answered."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from random import Random
from typing import Any

from django.db.models import QuerySet

from coso.access.journal import Act
from coso.access.models import Account
from coso.duties.services import open_duties
from coso.lib.dates import DAY
from coso.lib.keys import new_key
from coso.lib.paths import LABEL
from coso.register.models import Appointment, ManagerMark, Unit
from coso.triage.examples import Example, own
from coso.triage.judging import suggest
from coso.voice import models as voice
from coso.voice.duties import ANSWER_DUTY
from coso.voice.keys import chance_key
from coso.voice.models import Concern, GeneralAnswer, Message, Poster, Week
from coso.voice.services.reports import DAYS, week_of
from coso_demo.world import World

PLACES = ("Cổng chính", "Nhà ăn ca", "Bảng tin")
WEEKS, SPOKEN, QUIET = 78, 40, 12  # weeks told of; unions that speak; weeks of one group without a word
HOT = ("wage", "allowance", "bonus_tet", "meals", "social_insurance")
ANSWERS = (
    "Công đoàn đã làm việc với phòng nhân sự, sẽ sửa trong tháng này và báo lại trên bảng tin.",
    "Đã kiểm tra cùng đại diện tổ, nội dung phản ánh là đúng; bộ phận liên quan đã khắc phục.",
    "Việc này theo thỏa ước đang áp dụng; cách tính đã được giải thích lại cho cả chuyền ở buổi họp đầu ca.",
    "Ban chấp hành đã đưa vào nội dung đối thoại định kỳ tháng tới, kết quả sẽ thông báo chung.",
    "Cảm ơn anh chị đã nói; công đoàn đã nhắc nhà bếp và sẽ kiểm tra lại mỗi tuần.",
)


@dataclass
class Said:
    """The rows of what was said, ready to be written."""

    today: dt.date
    rng: Random
    concerns: list[Concern] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def say(self, unit: uuid.UUID, reader: uuid.UUID, day: dt.date, told: Example, **facts: Any) -> Concern:
        """One concern on a day, answered after some days unless it is of the last ones."""
        row = Concern(
            key=chance_key(), unit_id=unit, reader_id=reader, desk_id=reader, received=day, topics=list(told.topics),
            urgency=told.urgency, collective=told.collective, settled=True, heat=self.rng.choice((0, 2, 3, 3, 4)),
            people=self.rng.choice(("", "one", "some", "group")), because=_because(told.text), **facts,
        )  # fmt: skip
        self.messages.append(self._message(row, 1, voice.AUTHOR, day, told.text))
        self._answer(row)
        self.concerns.append(row)
        return row

    def _answer(self, row: Concern) -> None:
        after = self.rng.choice((1, 1, 2, 2, 3, 5))
        day = row.received + DAY * after
        if day >= self.today or (self.today - row.received < DAY * 20 and self.rng.random() < 0.3):
            row.state, row.due = voice.RECEIVED, max(row.received + DAY, self.today - DAY * self.rng.randrange(3))
            return
        row.handled = row.answered = day
        row.state, row.turn = voice.ANSWERED, 1
        self.messages.append(self._message(row, 2, voice.DESK, day, self.rng.choice(ANSWERS)))
        if self.today - day > DAY * 7:
            row.state, row.told, row.closed = voice.CLOSED, day + DAY, day + DAY * 7
            row.helped = self.rng.choice((True, True, True, None, False))

    @staticmethod
    def _message(row: Concern, n: int, side: str, day: dt.date, text: str) -> Message:
        return Message(key=chance_key(), concern=row, n=n, side=side, day=day, text=text, settled=True)


@cache
def _because(text: str) -> list[dict[str, str]]:
    return [asdict(reason) for reason in suggest(text).because]


def write_concerns(world: World, a: Act) -> int:
    """Writes posters, concerns with their answers, weeks of groups and one chair who is a manager."""
    rng, today = Random(1886), world.plan.today
    said = Said(today, rng)
    unions = _who_speaks(world, rng)
    usual = [each for each in own() if each.urgency in (1, 2) and "thanks_other" not in each.topics]
    heated = [each for each in usual if set(each.topics) & set(HOT)]
    for n, union in enumerate(unions):
        _speak(said, union, usual, busy=n == 0)
        if 0 < n < 4:
            _brew(said, union, heated)
    _report(said, a)
    _put_up(unions, today, a)
    save(said)
    owed = [(row.desk_id, row.uuid, row.due or today) for row in said.concerns if row.state in voice.OWED]
    open_duties(a, ANSWER_DUTY, owed)
    _mark_a_manager(unions[4:], today, a)
    return len(said.concerns)


def _who_speaks(world: World, rng: Random) -> list[Any]:
    """The garment factory, and the largest unions of firms that last."""
    garment = world.unions[world.garment - 1]
    alive = world.alive(world.plan.today)
    firms = [union for union in alive if union.fact("sector", world.plan.today) == "non_state_enterprise"]
    others = [union for union in firms if union is not garment]
    return [garment, *rng.sample(others, min(len(others), SPOKEN))]


def _speak(said: Said, union: Any, usual: Sequence[Example], *, busy: bool) -> None:
    """A year and a half of single voices."""
    rng = said.rng
    for week in range(WEEKS):
        for _each in range(rng.choice((0, 1, 1, 2) if busy else (0, 0, 0, 1))):
            day = said.today - DAY * (week * 7 + rng.randrange(7))
            if day > max(union.born, said.today - DAYS * WEEKS):
                said.say(union.key, union.key, day, rng.choice(usual))


def _brew(said: Said, union: Any, heated: Sequence[Example]) -> None:
    """The last three weeks: more each day about one thing, hotter, and nobody answers."""
    rng = said.rng
    topic = rng.choice(HOT)
    told = [each for each in heated if topic in each.topics]
    for days_ago in range(20, -1, -1):
        for _each in range(rng.choice((0, 1)) if days_ago > 10 else rng.choice((1, 2, 3))):
            row = said.say(union.key, union.key, said.today - DAY * days_ago, rng.choice(told))
            row.heat = rng.choice((3, 4, 4, 5))


def _report(said: Said, a: Act) -> None:
    """What the demo's group leader wrote down under her name, and the weeks that she confirmed."""
    leader = Account.objects.filter(username="totruong").first()
    held = (
        Appointment.objects.filter(person__user=leader, seat__post="group_leader").select_related("seat__unit").first()
    )
    if leader is None or held is None:
        return
    group = held.seat.unit
    union = Unit.objects.get(path=group.path[:-LABEL])
    usual = [each for each in own() if each.urgency == 1 and set(each.topics) <= {"meals", "work_quota", "leave"}]
    for days in (2, 9, 16, 30):
        day = said.today - DAY * days
        said.say(group.pk, union.pk, day, said.rng.choice(usual), channel=voice.LEADER, author=leader.pk)
    last = week_of(said.today) - DAYS
    rows = {
        new_key(): {"unit_id": group.pk, "week": last - DAYS * n, "quiet": True, "confirmed": last - DAYS * n + DAY * 6}
        for n in range(1, QUIET + 1)
    }
    a.write(Week, rows)


def _put_up(unions: Sequence[Any], today: dt.date, a: Act) -> None:
    rows = {}
    for n, union in enumerate(unions):
        for place in PLACES if n == 0 else PLACES[:1]:
            mark = f"{'ABCDEFGHJKLMNPQRSTUVWXYZ'[n % 23]}{n:04}DEM"
            facts = {"unit_id": union.key, "mark": mark, "place": place, "opened": today - DAYS * WEEKS}
            rows[new_key()] = {**facts, "mark": mark[:7] + str(PLACES.index(place))}
    a.write(Poster, rows)
    general = {"unit_id": unions[0].key, "day": today - DAY * 5, "text": ANSWERS[4]}
    a.write(GeneralAnswer, {new_key(): general})


def save(said: Said) -> None:
    """Writes the rows."""
    concerns: QuerySet[Concern] = QuerySet(Concern)
    concerns.bulk_create(said.concerns)
    Message.objects.bulk_create(said.messages)


def _mark_a_manager(unions: Sequence[Any], today: dt.date, a: Act) -> None:
    """The chair of one union is the head of personnel there."""
    held = Appointment.objects.on(today).filter(seat__unit__in=[each.key for each in unions], seat__post="chair")
    first: Iterator[Appointment] = iter(held.order_by("pk")[:1])
    for each in first:
        a.write(ManagerMark, {new_key(): {"appointment_id": each.pk, "start": each.start}})

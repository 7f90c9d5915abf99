"""This year's round, as it stands on the demo's day: who has sent, who has appraised, who owes what."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from coso.access.journal import Act
from coso.demo.grading import Entry, Year, dues, levelled, score
from coso.demo.happenings import Happenings, supplements
from coso.demo.posts import Posts
from coso.demo.world import day_in
from coso.duties.models import Duty
from coso.duties.services import COLUMNS
from coso.evaluation.chain import APPRAISE, KINDS, MANAGING, OWN, SELF
from coso.lib.dates import DAY
from coso.lib.keys import new_key

LIKELY = {
    "state": {"excellent": 14, "good": 72, "done": 12, "not_done": 2},
    "non_state": {"excellent": 11, "good": 50, "done": 32, "not_done": 7},
    "outside": {"excellent": 5, "good": 50, "done": 35, "not_done": 10},
}
FORGOTTEN = "D12"
SUPPLEMENT = "evaluation.supplement"
NEXT = ("submit", "submit", "review", "review", "council")


class Current:
    """This year's sheets, sorted by who has to act."""

    def __init__(self, year: Year, posts: Posts) -> None:
        self.year, self.posts = year, posts
        self.world, self.plan = year.world, year.world.plan
        self.today: dt.date = self.plan.today
        self.overloaded = self._overloaded()
        told = self.plan["appraisers"]
        self.sleeping, self.forgetful, self.easy = told["sleeping"], told["forgetful"], told["easy"]
        self.happenings = Happenings(year, self.today, self.world.by_the_way)

    def stand(self, row: dict[str, Any]) -> None:
        """Brings every sheet to where it stands."""
        for stratum, likely in LIKELY.items():
            entries = self._ordered(self.year.of(stratum))
            sent = entries[: row[stratum]["submitted"]]
            done = self._appraised(sent, row[stratum]["appraised"])
            for entry in entries[len(sent) :]:
                entry.facts["step"] = SELF
            for entry, level in levelled(self.year, sent, likely):
                self._send(entry, level, appraised=entry.key in done)

    def _overloaded(self) -> set[uuid.UUID]:
        seats = [seat for _union, seat in self.posts.care]
        most = max(seats, key=seats.count)
        return {union.key for union, seat in self.posts.care if seat is most}

    def _above(self, entry: Entry) -> str:
        return self.year.unions[entry.candidate.unit].under(self.today)

    def _ordered(self, entries: list[Entry]) -> list[Entry]:
        """At random, those of the overloaded officer and of the demo's own ward first."""
        rng, own = self.world.rng, self.plan["ward"]
        chance = {entry.key: rng.random() for entry in entries}
        garment = self.world.unions[self.world.garment - 1].key
        left = self.plan["overloaded"]
        first = [e for e in entries if e.candidate.unit in self.overloaded][: left - self._taken]
        self._taken += len(first)
        keys = {entry.key for entry in first}
        return sorted(
            entries,
            key=lambda e: (
                e.candidate.unit == garment,
                e.key not in keys and (e.candidate.unit in self.overloaded or self._above(e) != own),
                chance[e.key],
            ),
        )

    _taken = 0

    def _appraised(self, sent: Iterable[Entry], count: int) -> set[uuid.UUID]:
        """Which sheets are appraised: none of two commune unions, none of the overloaded officer's."""
        free = [
            entry
            for entry in sent
            if entry.candidate.unit not in self.overloaded
            and self._above(entry) not in self.sleeping
            and self._above(entry) != self.forgetful
        ]
        count = min(count, len(free))
        free.sort(key=lambda entry: self._above(entry) != self.easy)
        first = [entry for entry in free if self._above(entry) == self.easy][:count]
        rest = self.world.rng.sample(free[len(first) :], count - len(first))
        return {entry.key for entry in (*first, *rest)}

    def _send(self, entry: Entry, level: str, *, appraised: bool) -> None:
        rng = self.world.rng
        easy = self._above(entry) == self.easy
        score(self.year, entry, level, changed=not easy and appraised)
        sent = day_in(rng, dt.date(self.year.round.year, 11, 5), self.today - DAY * 2)
        entry.facts |= {"step": APPRAISE, "submitted": sent}
        if not easy:
            self.happenings.depart(entry)
        self.happenings.hand_in_paper(entry, f"Cán bộ {self._above(entry)}")
        if appraised:
            self._pass_on(entry, sent)
        else:
            self._half(entry)

    def _pass_on(self, entry: Entry, sent: dt.date) -> None:
        rng, step = self.world.rng, self.world.rng.choice(NEXT)
        entry.facts |= {"step": step, "appraised_on": min(self.today, sent + DAY * rng.randint(1, 9))}
        if step in ("review", "council"):
            entry.facts["sent_up"] = self.today
        if step == "council":
            entry.facts["reviewed"] = self.today

    def _half(self, entry: Entry) -> None:
        """A sheet that is not appraised yet, or all but one line of it."""
        if self._above(entry) == self.forgetful:
            entry.appraised = {code: points for code, points in entry.own.items() if code != FORGOTTEN}
        else:
            begun = self.world.rng.random() < 0.3 and self._above(entry) not in self.sleeping
            codes = [code for code in entry.own if self.world.rng.random() < 0.5] if begun else []
            entry.appraised = {code: entry.own[code] for code in codes}
        if not {self._above(entry)} & {*self.sleeping, self.forgetful, self.easy}:
            self.happenings.ask(entry)
        entry.facts |= {"appraised_points": None, "grade_why": ""}

    def duties(self) -> Iterator[list[Any]]:
        """Who owed or owes what: the union its sheet, then whoever acts at the step where it stands."""
        last = dict(dues(self.year.round.year))
        for entry in self.year.entries:
            facts = entry.facts
            if entry.candidate.why_not:
                continue
            done = facts.get("submitted")
            yield self._duty(SELF, entry, self.year.round.opened, last[SELF], done)
            if done:
                yield self._duty(APPRAISE, entry, done, last[APPRAISE], facts.get("appraised_on"))
            for due, answered in supplements(entry):
                since = self.today - DAY * 2
                yield [new_key(), SUPPLEMENT, entry.candidate.unit, entry.key, 1, since, due, "", answered, None, ""]
            if facts["step"] not in (SELF, APPRAISE):
                yield self._duty(facts["step"], entry, facts["appraised_on"], last[facts["step"]], None)

    def _duty(self, step: str, entry: Entry, opened: dt.date, due: dt.date, done: dt.date | None) -> list[Any]:
        kind = KINDS[step]
        root = self.world.uppers[self.plan.province].key
        managing = self.world.uppers[self._above(entry)].key
        unit = entry.candidate.unit if kind.actor == OWN else managing if kind.actor == MANAGING else root
        return [new_key(), kind.duty, unit, entry.key, 1, opened, due, "", done, None, ""]


def write_duties(current: Current, a: Act) -> int:
    """Writes the duties of this year's round. Returns their number."""
    return a.create(Duty, COLUMNS, current.duties())

"""This year's round, as it stands on the demo's day: who has sent, who has appraised, who owes what."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from coso.access.journal import Act
from coso.duties.models import Duty
from coso.duties.services import COLUMNS
from coso.grading.chain import APPRAISE, KINDS, MANAGING, OWN, PUBLISH, SELF
from coso.lib.dates import DAY
from coso.lib.keys import new_key
from coso_demo.grading import Entry, Year, close_figures, decision, levelled, score
from coso_demo.happenings import Happenings, supplements
from coso_demo.plan import LIKELY
from coso_demo.posts import Posts
from coso_demo.world import day_in
from coso_demo.years import LATER, Season, dues, working

FORGOTTEN = "D12"
SUPPLEMENT = "grading.supplement"


class Current:
    """This year's sheets, sorted by who has to act."""

    def __init__(self, year: Year, posts: Posts) -> None:
        self.year, self.posts = year, posts
        self.world, self.plan = year.world, year.world.plan
        self.today: dt.date = self.plan.today
        self.season, self.last = Season(year.round.year, self.today), dict(dues(year.round.year))
        self.chance = Random(year.round.year)
        self.overloaded = self._overloaded()
        told = self.plan["appraisers"]
        self.sleeping, self.forgetful, self.easy = told["sleeping"], told["forgetful"], told["easy"]
        self.happenings = Happenings(year, self.today, self.world.by_the_way)

    def stand(self, row: dict[str, Any]) -> None:
        """Brings every sheet to where it stands."""
        if self.year.round.closing < self.today:
            close_figures(self.year)
        for stratum, likely in LIKELY.items():
            usual = row[stratum]["submitted"] / row[stratum]["eligible"]
            entries = self._ordered(self.year.of(stratum), self.season.sent(usual) / usual)
            sent = entries[: self._share(self.season.sent(usual), len(entries))]
            looked = self.season.appraised(row[stratum]["appraised"] / row[stratum]["submitted"])
            done = self._appraised(sent, self._share(looked, len(sent)))
            for entry in entries[len(sent) :]:
                entry.facts["step"] = SELF
            for entry, level in levelled(self.year, sent, likely):
                self._send(entry, level, appraised=entry.key in done)

    @staticmethod
    def _share(share: float, whole: int) -> int:
        """So many of some sheets: one at least, and never all of them."""
        return max(min(1, whole), min(round(share * whole), whole - 1))

    def _overloaded(self) -> set[uuid.UUID]:
        seats = [seat for _union, seat in self.posts.care]
        most = max(seats, key=seats.count)
        return {union.key for union, seat in self.posts.care if seat is most}

    def _above(self, entry: Entry) -> str:
        return self.year.unions[entry.candidate.unit].under(self.today)

    def _ordered(self, entries: list[Entry], part: float) -> list[Entry]:
        """At random, those of the overloaded officer and of the demo's own ward first; `part`: how far the year is."""
        rng, own = self.world.rng, self.plan["ward"]
        chance = {entry.key: rng.random() for entry in entries}
        garment = self.world.unions[self.world.garment - 1].key
        left = round(self.plan["overloaded"] * min(1, part))
        first = [e for e in entries if e.candidate.unit in self.overloaded][: left - self._taken]
        self._taken += len(first)
        keys = {entry.key for entry in first}
        return sorted(
            entries,
            key=lambda e: (
                e.candidate.unit == garment,
                e.key not in keys
                and (e.candidate.unit in self.overloaded or self._above(e) != own or chance[e.key] >= part),
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
        sent = day_in(rng, self.year.round.opened + DAY * 3, min(self.today - DAY * 2, self.last[SELF] + DAY * 9))
        entry.facts |= {"step": APPRAISE, "submitted": sent}
        if not easy:
            self.happenings.depart(entry)
        self.happenings.hand_in_paper(entry, f"Cán bộ {self._above(entry)}")
        if appraised:
            self._pass_on(entry, sent)
        else:
            self._half(entry)

    def _pass_on(self, entry: Entry, sent: dt.date) -> None:
        rng, step = self.world.rng, self.world.rng.choice(self.season.steps)
        day = max(sent, working(min(self.today, sent + DAY * rng.randint(1, 9))))
        entry.facts |= {"step": step, "appraised_on": day}
        for passed in LATER[: LATER.index(step)]:
            day = max(day, working(min(self.today, day + DAY * self.chance.randint(1, 9))))
            entry.facts[KINDS[passed].reached] = day
        if step == PUBLISH:
            entry.facts |= decision(entry)

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
        for entry in self.year.entries:
            if entry.candidate.why_not:
                continue
            yield from self._passed(entry)
            for due, answered in supplements(entry):
                since = working(self.today - DAY * 2)
                yield [new_key(), SUPPLEMENT, entry.candidate.unit, entry.key, 1, since, due, "", answered, None, ""]

    def _passed(self, entry: Entry) -> Iterator[list[Any]]:
        """The duties of the steps that a sheet has passed, and the one of the step where it stands."""
        opened = self.year.round.opened
        for step in self.last:
            done = entry.facts.get(KINDS[step].reached)
            yield self._duty(step, entry, opened, done)
            if done is None:
                return
            opened = done

    def _duty(self, step: str, entry: Entry, opened: dt.date, done: dt.date | None) -> list[Any]:
        kind = KINDS[step]
        root = self.world.uppers[self.plan.province].key
        managing = self.world.uppers[self._above(entry)].key
        unit = entry.candidate.unit if kind.actor == OWN else managing if kind.actor == MANAGING else root
        return [new_key(), kind.duty, unit, entry.key, 1, opened, self.last[step], "", done, None, ""]


def write_duties(current: Current, a: Act) -> int:
    """Writes the duties of this year's round. Returns their number."""
    return a.create(Duty, COLUMNS, current.duties())

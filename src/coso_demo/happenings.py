"""What happens on this year's sheets besides points: departures, supplements, paper, per cent in the points box."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.journal import Act
from coso.duties.models import Duty
from coso.duties.services import COLUMNS
from coso.grading.models import Sheet
from coso.grading.papers.minutes import self_scoring_minutes
from coso.grading.services.petitions import Petition
from coso.lib.dates import DAY, show_day
from coso.lib.keys import new_key
from coso.lib.points import POINT, show_points
from coso.papers.attachments.files import keep_attachment
from coso.papers.pdf import render_pdf
from coso.requests.models import Request
from coso_demo.grading import Ask, Entry, Year
from coso_demo.marks import attainable
from coso_demo.remarks import ANSWERS, DEPARTURES, ON_PAPER, PETITIONS, REPEATED_ON, SHARE, SUPPLEMENTS
from coso_demo.years import working

PAPER_SECTORS = ("nghiep_doan", "cooperative")
LOOKS_LIKE = POINT // 2
REQUEST = ["id", "kind", "subject", "unit_id", "owes_id", "text", "about", "alone", "day", "due", "answer", "answered"]
REQUEST += ["outcome"]


@dataclass
class Happenings:
    """Chance of its own, so that the rest of the demo stays as it was; `shares` counts the sheets with per cent."""

    year: Year
    today: dt.date
    rng: Random
    shares: int = 0

    def depart(self, entry: Entry) -> None:
        """On every seventh sheet the union departs from one or two proposals, with a reason."""
        if self.rng.random() > 1 / 7:
            return
        sheet = self.year.sheet(entry)
        lines = [(c, line) for c, line in sheet.frame.pairs if c.code in sheet.fixed and c.code != REPEATED_ON]
        for criterion, line in self.rng.sample(lines, min(len(lines), self.rng.choice((1, 1, 2)))):
            now = sheet.fixed[criterion.code]
            others = [(abs(n - now), n) for n in attainable(line.rule, line.max, sheet.frame.rubric.step) if n != now]
            if others:
                entry.own[criterion.code] = min(others)[1]
                entry.notes[criterion.code] = self.rng.choice(DEPARTURES)
        entry.facts["self_points"] = sum(sheet.groups(entry.own).values())

    def hand_in_paper(self, entry: Entry, officer: str) -> None:
        """Fishermen and co-operatives hand in paper; the managing union types it."""
        if entry.candidate.sector in PAPER_SECTORS and entry.facts.get("submitted"):
            entry.facts["entered_for"] = f"{officer}, {show_day(entry.facts['submitted'])}. {ON_PAPER}"

    def ask(self, entry: Entry) -> None:
        """On every eighth sheet a line waits for its supplement or has got it; on three a value looks like a share."""
        sheet = self.year.sheet(entry)
        lines = [c.code for c, line in sheet.open if line.max > POINT and c.code != REPEATED_ON]
        if not lines:
            return
        code = self.rng.choice(lines)
        if self.shares < 3:
            self.shares += 1
            entry.own[code] = LOOKS_LIKE
            entry.facts["self_points"] = sum(sheet.groups(entry.own).values())
            text = SHARE.format(n=show_points(LOOKS_LIKE), share=50)
            self._put(entry, code, Ask(text, self._due))
        elif self.rng.random() < 1 / 8:
            got = working(self.today - DAY) if self.rng.random() < 1 / 3 else None
            answer = self.rng.choice(ANSWERS) if got else ""
            self._put(entry, code, Ask(self.rng.choice(SUPPLEMENTS), self._due, got, answer))

    @property
    def _due(self) -> dt.date:
        return working(self.today + DAY * 4, 1)

    @staticmethod
    def _put(entry: Entry, code: str, ask: Ask) -> None:
        entry.asks[code] = ask
        entry.appraised.pop(code, None)


def petition_results(year: Year, rng: Random, a: Act) -> None:
    """Three unions ask about their published result: two soon after and were answered, one this week and waits."""
    good = [entry for entry in year.entries if entry.facts.get("grade") == "done"]
    asked = list(zip(rng.sample(good, min(len(good), len(PETITIONS))), PETITIONS, strict=False))
    rows, owed = [], []
    for entry, (text, outcome, answer) in asked:
        key, (day, done) = new_key(), _petition_days(year, answered=bool(outcome))
        due, about = day + DAY * Petition.answer_days(day), {"grade": entry.facts["grade"]}
        between = [Petition.key, entry.key, entry.candidate.unit, year.round.unit_id]
        rows.append([key, *between, text, about, True, day, due, answer, done, outcome])
        owed.append([new_key(), Petition.key, year.round.unit_id, key, 1, day, due, "", done, None, ""])
    a.create(Request, REQUEST, rows)
    a.create(Duty, COLUMNS, owed)


def _petition_days(year: Year, *, answered: bool) -> tuple[dt.date, dt.date | None]:
    """The day of a petition and that of its answer."""
    today, published = year.world.plan.today, year.round.published
    if published is None:
        raise LookupError(year.round.year)
    if not answered:
        return working(today - DAY * 6), None
    done = min(working(published + DAY * 18), working(today - DAY))
    return working(done - DAY * 9), done


def attach_paper(year: Year, a: Act) -> None:
    """The sheets that were typed from paper carry that paper: the committee's minutes as the union sent them in."""
    typed = Sheet.objects.filter(round=year.round.id).exclude(entered_for="")
    pages = {}
    for sheet in typed.select_related("unit", "round__rubric", "round__unit"):
        page = SimpleUploadedFile(f"{sheet.unit.code}.pdf", render_pdf(self_scoring_minutes(sheet)))
        pages[sheet.id] = {"signed_page_id": keep_attachment(a, sheet.unit, page)}
    a.write(Sheet, pages)


def supplements(entry: Entry) -> Iterator[tuple[dt.date, dt.date | None]]:
    """(due day, day done) of the duty to supplement a sheet; nothing where nothing was asked."""
    if entry.asks:
        days = [ask.answered for ask in entry.asks.values()]
        done = None if None in days else max(day for day in days if day)
        yield max(ask.due for ask in entry.asks.values()), done

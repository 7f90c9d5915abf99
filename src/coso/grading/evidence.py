"""What stands behind a counted line: the records of its figure, its rule in words, and what came in too late (R11)."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.models import Account, Action
from coso.grading.models import Round, SheetLine
from coso.grading.prefill import scope_of
from coso.grading.reads import LineView
from coso.indicators.keeping import recorded
from coso.indicators.registry import Figure, Indicator, Scope, indicators
from coso.lib import clock
from coso.lib.dates import DAY, show_day
from coso.polls.reads import evidence_words
from coso.register.kinds import posts
from coso.register.models import Person, UnitVersion
from coso.rubrics.grammar.wording import cases_in_words

PAGE = 50
GLANCE = 8


@dataclass(frozen=True)
class EvidenceRow:
    """A record behind a figure: its words, where it opens, and how a proof can point at it."""

    text: str
    sub: str = ""
    url: str = ""
    record: tuple[str, uuid.UUID] | None = None


@dataclass
class Evidence:
    """All that explains a counted line. `now` is today's count of the same period, beside the one on the sheet.

    `recorded_on`: the day a figure stands for that cannot be counted again; None where it can.
    """

    view: LineView
    indicator: Indicator
    counted_on: dt.date
    now: Figure | None
    page: Page
    rows: list[EvidenceRow]
    rule: list[str]
    plan: list[str] = field(default_factory=list)
    recorded_on: dt.date | None = None

    @property
    def last(self) -> dt.date:
        """The last day that the figure on the sheet covers."""
        round_: Round = self.view.line.sheet.round
        return min(round_.closing, round_.end - DAY, self.counted_on)

    @property
    def late(self) -> int:
        """How much the numerator moved since the figures of the sheet were taken."""
        return moved(self.view.line, self.now)


def moved(line: SheetLine, now: Figure | None) -> int:
    """Today's numerator less the one on the sheet; 0 where either is unknown."""
    if line.denominator is None or now is None or now.absent:
        return 0
    return now.numerator - (line.numerator or 0)


def evidence_of(view: LineView, user: Account, page: str = "", size: int = PAGE) -> Evidence | None:
    """The evidence of a line for its union and its round's period, a page of its records; None for a line by hand."""
    indicator = indicators().get(view.criterion.indicator or "")
    if indicator is None:
        return None
    sheet = view.line.sheet
    scope = scope_of(sheet.round, sheet.unit)
    shown = Paginator(records_of(indicator, scope), size).get_page(page)
    return Evidence(
        view,
        indicator,
        counted_on(sheet.round),
        figure_now(indicator, scope, sheet.unit_id),
        shown,
        evidence_rows(list(shown.object_list), scope.period.last, user),
        cases_in_words(view.criterion, view.rule, share=indicator.kind == "share"),
        list(view.criterion.plan),
        _recorded_on(indicator, scope, sheet.unit_id),
    )


def _recorded_on(indicator: Indicator, scope: Scope, unit: uuid.UUID) -> dt.date | None:
    if indicator.recomputable:
        return None
    figure = recorded(indicator, scope).get(unit)
    return (figure.on or clock.today()) if figure else None


def figure_now(indicator: Indicator, scope: Scope, unit: uuid.UUID) -> Figure | None:
    """The figure as today's records give it."""
    return next((figure for figure in indicator.figures(scope) if figure.base == unit), None)


def counted_on(round_: Round) -> dt.date:
    """The day on which the figures of a round were last taken from the records."""
    if round_.figures_closed:
        return round_.figures_closed
    last = Action.objects.filter(subject=round_.id, verb="round.refresh", undone_by=None).order_by("-at").first()
    return clock.day_of(last.at) if last else round_.opened


def late_entries(round_: Round, views: list[LineView]) -> dict[str, int]:
    """What moved on each counted line after the figures were closed: one query for each indicator, for one union."""
    if not round_.figures_closed or not views:
        return {}
    sheet = views[0].line.sheet
    scope = scope_of(round_, sheet.unit)
    counted = {view.criterion.indicator or "": view for view in views if view.counted and view.line.denominator}
    out = {}
    for key, view in counted.items():
        if n := moved(view.line, figure_now(indicators()[key], scope, sheet.unit_id)):
            out[view.line.code] = n
    return out


Rows = Callable[[list[Any], dt.date, Account], list[EvidenceRow]]


def records_of(indicator: Indicator, scope: Scope) -> QuerySet[Any]:
    """The records behind a figure in a steady order: people by name, the others by key."""
    found = indicator.evidence(scope)
    relations, order, _rows = SHOWN.get(found.model._meta.label_lower, ((), ("pk",), _others))
    return found.select_related(*relations).order_by(*order)


def evidence_rows(records: list[Any], day: dt.date, user: Account) -> list[EvidenceRow]:
    """How a page of records is shown to a reader. A record opens only where its page does."""
    if not records:
        return []
    _relations, _order, rows = SHOWN.get(records[0]._meta.label_lower, ((), (), _others))
    return rows(records, day, user)


def _memberships(records: list[Any], day: dt.date, user: Account) -> list[EvidenceRow]:
    units = _names({row.unit_id for row in records}, day) if len({row.unit_id for row in records}) > 1 else {}
    since = _("member since {day}")
    return [
        _person_row(person, _joined(units.get(row.unit_id, ""), since.format(day=show_day(row.start))), seen)
        for row, person, seen in _with_people(records, user)
    ]


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _appointments(records: list[Any], day: dt.date, user: Account) -> list[EvidenceRow]:
    since = _("since {day}")
    return [
        _person_row(person, _joined(str(posts()[row.seat.post]), since.format(day=show_day(row.start))), seen)
        for row, person, seen in _with_people(records, user)
    ]


def _people(records: list[Any], _day: dt.date, user: Account) -> list[EvidenceRow]:
    seen = _seen_people(records, user)
    return [_person_row(person, "", person.pk in seen) for person in records]


def _with_people(records: list[Any], user: Account) -> list[tuple[Any, Person, bool]]:
    seen = _seen_people([row.person for row in records], user)
    return [(row, row.person, row.person_id in seen) for row in records]


def _seen_people(people: list[Person], user: Account) -> set[uuid.UUID]:
    found = Person.objects.visible_to(user, "people.see").filter(pk__in=[person.pk for person in people])
    return set(found.values_list("pk", flat=True))


def _person_row(person: Person, sub: str, seen: bool) -> EvidenceRow:
    url = reverse("person", args=[person.code]) if seen else ""
    return EvidenceRow(person.name, sub, url, ("register.person", person.pk) if seen else None)


def _places(records: list[Any], day: dt.date, _user: Account) -> list[EvidenceRow]:
    return [
        EvidenceRow(
            row.version.name, row.unit.code, reverse("unit", args=[row.unit.code]), ("register.unit", row.unit_id)
        )
        for row in records
    ]


def _workplaces(records: list[Any], _day: dt.date, _user: Account) -> list[EvidenceRow]:
    words = _("{n} workers, as last counted")
    return [EvidenceRow(row.workplace.name, words.format(n=getattr(row, "total", "–"))) for row in records]


def _units(records: list[Any], day: dt.date, _user: Account) -> list[EvidenceRow]:
    names = _names({row.pk for row in records}, day)
    return [
        EvidenceRow(names.get(row.pk, row.code), row.code, reverse("unit", args=[row.code]), ("register.unit", row.pk))
        for row in records
    ]


def _polls(records: list[Any], _day: dt.date, _user: Account) -> list[EvidenceRow]:
    return [EvidenceRow(*words) for words in evidence_words(records)]


def _others(records: list[Any], _day: dt.date, _user: Account) -> list[EvidenceRow]:
    return [EvidenceRow(str(row)) for row in records]


def _names(units: set[uuid.UUID], day: dt.date) -> dict[uuid.UUID, str]:
    found = UnitVersion.objects.filter(unit__in=units, start__lte=day).order_by("unit", "start")
    return dict(found.values_list("unit_id", "name"))


# How the records of each table are read and shown: related rows, order, rows of the page.
SHOWN: dict[str, tuple[tuple[str, ...], tuple[str, ...], Rows]] = {
    "register.membership": (("person",), ("person__sort_key", "pk"), _memberships),
    "register.appointment": (("person", "seat"), ("person__sort_key", "pk"), _appointments),
    "register.person": ((), ("sort_key", "pk"), _people),
    "register.unitplace": (("unit", "version"), ("version__name", "pk"), _places),
    "register.unitworkplace": (("workplace",), ("workplace__name", "pk"), _workplaces),
    "register.unit": ((), ("code",), _units),
    "polls.poll": (("ballot",), ("ballot__opened", "pk"), _polls),
}

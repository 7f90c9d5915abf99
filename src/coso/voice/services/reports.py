"""What leaders of groups write down, and the weeks that they confirm."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.journal import act, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, RefusedError
from coso.indicators.services import start_coverage
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.managers import is_manager_at
from coso.register.models import Unit
from coso.register.permissions import COMMITTEE, LEADERS
from coso.register.services.guards import require
from coso.register.visibility import posts_of
from coso.triage.terms import TOPICS
from coso.voice.models import LEADER, OWED, Concern, Week
from coso.voice.permissions import REPORT
from coso.voice.readers import bases_of, desks_for
from coso.voice.receipts import Made
from coso.voice.services.intake import Said, Source, take_in

DAYS = dt.timedelta(days=7)


def places_of(user: Account) -> list[Unit]:
    """The groups and unions where somebody hears people today, the lowest first."""
    paths = {path for post, path in posts_of(user) if post in LEADERS | COMMITTEE}
    return list(Unit.objects.filter(path__in=paths).order_by("-path"))


def report(*, unit: Unit, said: Said, signed: bool, by: Account) -> Made:
    """Writes down what was heard in a group; `signed`: the desk knows who wrote it. Raises RefusedError.

    Nothing is journaled: who reads the journal would learn when somebody spoke to whom.
    """
    require(by, REPORT, unit)
    return take_in(source=Source(unit, LEADER, author=by.pk if signed else None), said=said)


def may_count(unit: Unit, user: Account) -> bool:
    """Whether somebody may know how much was said in a unit: no manager of its workplace may."""
    return not is_manager_at(user, unit)


def week_of(day: dt.date) -> dt.date:
    """The Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True)
class RoundUp:
    """What was written down for the desk of the union in a week: its text, and what its leader confirmed."""

    week: dt.date
    n: int
    text: str
    confirmed: Week | None


def round_up(unit: Unit, week: dt.date) -> RoundUp:
    """The week of a group as its records tell it. What went past the union's own desk is not in it."""
    heard = Concern.objects.filter(unit=unit, channel=LEADER, received__gte=week, received__lt=week + DAYS)
    at_work = list(heard.filter(reader__in=[desk.unit for desk in desks_for(unit) if desk.at_work]))
    confirmed = Week.objects.filter(unit=unit, week=week).first()
    return RoundUp(week, len(at_work), confirmed.text if confirmed else _text(at_work), confirmed)


def _text(rows: list[Concern]) -> str:
    if not rows:
        return ""
    topics = Counter(str(TOPICS[topic]) for row in rows for topic in row.topics if topic in TOPICS)
    told = ngettext("{n} concern", "{n} concerns", len(rows)).format(n=len(rows))
    named = ", ".join(f"{topic} ({n})" for topic, n in topics.most_common())
    open_ones = sum(row.state in OWED for row in rows)
    parts = [f"{told}: {named}" if named else told]
    if heat := max(row.heat for row in rows):
        parts.append(_("most upset {heat} of 5").format(heat=heat))
    parts.append(ngettext("{n} waits for an answer", "{n} wait for an answer", open_ones).format(n=open_ones))
    return "; ".join(parts) + "."


def confirm_week(*, unit: Unit, week: dt.date, by: Account | None) -> Week:
    """A leader confirms what was heard in a week, or that it was nothing. Raises RefusedError."""
    key = new_key()
    with act(by=by, verb="week.confirm", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, REPORT, here)
        if by and not may_count(here, by):
            raise ForbiddenError(_("Managers of the workplace do not learn what was said there."))
        if week not in (week_of(clock.today()), week_of(clock.today()) - DAYS):
            raise RefusedError(_("Only this week and the one before can be confirmed."))
        if Week.objects.filter(unit=here, week=week).exists():
            raise RefusedError(_("This week is confirmed already."))
        found = round_up(here, week)
        facts = {"unit_id": here.id, "week": week, "quiet": not found.n, "n": found.n, "text": found.text}
        a.write(Week, {key: {**facts, "confirmed": clock.today()}})
        start_coverage(a, "weeks", dict.fromkeys(bases_of(here), week))
    return Week.objects.get(pk=key)

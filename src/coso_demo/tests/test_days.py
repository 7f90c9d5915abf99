"""What the small demo claims to be on whatever day it is made."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from statistics import median

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import DateField, DateTimeField, Exists, F, Max, OuterRef, Q

from coso.ballots.models import Ballot
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.grading.models import Round, Sheet
from coso.lib import clock
from coso.lib.dates import DAY, FOREVER
from coso.register.checks import findings
from coso.register.models import Appointment, Headcount, Membership, Portfolio, UnitVersion, UnitWorkplace
from coso.requests.models import Request
from coso.results.reads import result
from coso.testing.days import on
from coso_demo.plan import plan_of
from coso_demo.seeding import seed
from coso_demo.workplaces import counts_until
from coso_demo.years import is_working, opening_of, poll_days, working, year_under_way

pytestmark = pytest.mark.django_db
D = dt.date
DAYS = (D(2026, 11, 22), D(2026, 12, 31), D(2027, 1, 5), D(2027, 7, 1), D(2028, 2, 29), D(2031, 3, 15))
# Deadlines and announced ends: the only days that may lie ahead.
AHEAD = {
    "Concern.due", "Notice.last",
    "Duty.due", "Request.due", "SheetLine.ask_due", "Ballot.last", "Round.closing", "Round.end", "RoundStep.due",
}  # fmt: skip
TERM = DAY * 366 * 5 + DAY * 110
MANY_WEEKS, WORST = 35, 60


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request, django_db_setup, django_db_blocker):
    """A demo made on a day, for all claims about that day."""
    with django_db_blocker.unblock(), on(request.param), transaction.atomic():
        seed("small", lambda _line: None)
        yield request.param
        transaction.set_rollback(True)


def rounds():
    return list(Round.objects.order_by("year"))


def test_the_year_before_is_decided_and_this_one_is_under_way(day):
    *decided, current = rounds()
    assert [one.year for one in (*decided, current)] == list(range(2025, year_under_way(day) + 1))
    assert all(one.published and one.published <= day for one in decided)
    assert current.published is None
    assert current.opened <= day
    steps = set(Sheet.objects.filter(round=current, why_not="").values_list("step", flat=True))
    assert {"self", "appraise"} < steps
    assert "done" not in steps


def test_every_decided_year_has_the_result_of_its_sheets(day):
    for one in rounds()[:-1]:
        strata = result(one.year).strata.values()
        assert all(stratum.graded == stratum.eligible for stratum in strata)
        assert not Sheet.objects.filter(round=one, why_not="").exclude(step="done").exists()


def test_nobody_is_late_by_a_season(day):
    late = [(day - duty.due).days for duty in Duty.objects.still_open() if duty.due < day]
    assert median(late) <= MANY_WEEKS
    assert max(late) <= WORST


def test_no_date_lies_ahead_but_deadlines(day):
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, DateField)]
        for field in fields:
            if f"{model.__name__}.{field.name}" in AHEAD:
                continue
            limit = clock.now() if isinstance(field, DateTimeField) else day
            ahead = set(model._base_manager.filter(**{f"{field.name}__gt": limit}).values_list(field.name, flat=True))
            assert ahead <= {FOREVER}, (model.__name__, field.name)


def test_no_deadline_lies_more_than_a_year_ahead(day):
    assert not Duty.objects.filter(due__gt=day + DAY * 366).exists()
    assert not Ballot.objects.filter(last__gt=day + DAY * 30).exists()


def test_offices_decide_on_working_days(day):
    fields = ("submitted", "appraised_on", "sent_up", "reviewed", "heard", "decided_on", "published")
    days = {each for name in fields for each in Sheet.objects.values_list(name, flat=True).distinct()}
    days |= {each for name in ("day", "answered") for each in Request.objects.values_list(name, flat=True)}
    days |= {each for name in ("opened", "published") for each in Round.objects.values_list(name, flat=True)}
    days |= set(Ballot.objects.values_list("opened", flat=True))
    assert [each for each in sorted(days - {None}) if not is_working(each)] == []


def test_the_steps_of_a_sheet_follow_one_another(day):
    names = ("submitted", "appraised_on", "sent_up", "reviewed", "heard", "decided_on", "published")
    for one, after in pairwise(names):
        assert not Sheet.objects.filter(Q(**{f"{one}__gt": F(after)}) | Q(**{one: None, f"{after}__isnull": False}))
    assert not Sheet.objects.filter(submitted__lt=F("round__opened")).exists()


def test_a_petition_follows_its_result_and_is_answered_after_it(day):
    assert Request.objects.filter(answered=None).count() == 1
    published = Sheet.objects.filter(pk=OuterRef("subject"), published__lt=OuterRef("day"))
    assert not Request.objects.filter(~Exists(published) | Q(answered__lte=F("day"))).exists()


def test_the_doctor_finds_nothing(day):
    assert list(findings()) == []
    assert list(differences()) == []


def test_history_stays_what_it_was(day):
    for on_day, unions, members in plan_of("small").totals:
        there = UnitVersion.objects.on(on_day).filter(kind="grassroots").count()
        assert (there, Membership.objects.on(on_day).count()) == (unions, members), on_day
    assert result(2025).strata["state"].good == 11


def test_members_and_workers_are_counted_anew_each_year(day):
    yearly = [Membership.objects.on(each).count() for each in counts_until(day)]
    assert len(set(yearly)) == len(yearly)
    assert set(Headcount.objects.values_list("on", flat=True)) >= set(counts_until(day))
    assert day - max(counts_until(day)) < DAY * 366


def test_no_term_is_older_than_a_term(day):
    elected = Appointment.objects.on(day).filter(seat__unit__versions__end=FOREVER).exclude(
        seat__post__in=("provincial_specialist", "inspector")
    )  # fmt: skip
    assert [(one.seat.post, one.start) for one in elected.filter(start__lt=day - TERM).select_related("seat")] == []
    provisional = elected.filter(manner="provisional")
    assert not provisional.filter(start__lt=day - DAY * 366).exists()


def test_a_seat_is_held_by_one_person_at_a_time(day):
    spans = Appointment.objects.order_by("seat", "start").values_list("seat", "start", "end")
    assert not [one for one, after in pairwise(spans) if one[0] == after[0] and one[2] > after[1]]
    assert not Portfolio.objects.filter(start__gt=day).exists()


def test_women_are_no_more_among_members_than_among_workers(day):
    for at in (*counts_until(day), day):
        last = dict(Headcount.objects.filter(on__lte=at).values_list("workplace").annotate(Max("on")))
        workers = {(row.workplace_id, row.on): row for row in Headcount.objects.all()}
        women = Counter()
        for unit, place in UnitWorkplace.objects.on(at).filter(workplace__in=last).values_list("unit", "workplace"):
            women[unit] += workers[place, last[place]].women
        there = {"unit__places__start__lte": at, "unit__places__end__gt": at}
        bases = Membership.objects.on(at).filter(person__female=True, **there)
        members = Counter(bases.values_list("unit__places__base", flat=True))
        assert not {unit for unit in women if members[unit] > women[unit]}, at
        assert not Headcount.objects.filter(women__gt=F("total")).exists()


def test_a_day_off_is_moved_to_a_working_day():
    assert working(D(2028, 4, 30)) == D(2028, 4, 28)
    assert working(D(2027, 1, 1), 1) == D(2027, 1, 4)


def test_rounds_open_in_november_and_since_2027_in_january():
    assert [opening_of(year) for year in (2025, 2026, 2027, 2028)] == [
        D(2025, 11, 3), D(2026, 11, 2), D(2027, 1, 4), D(2028, 1, 3),
    ]  # fmt: skip
    assert [year_under_way(each) for each in (D(2027, 1, 13), D(2027, 1, 14), D(2026, 12, 31))] == [2026, 2027, 2026]


def test_no_poll_is_opened_before_its_round_or_ends_after_the_closing_day():
    for offset in range(0, 800, 3):
        today = D(2026, 11, 22) + DAY * offset
        year = year_under_way(today)
        days = poll_days(year, today)
        assert opening_of(year) <= days.opened < days.last < days.closed <= today
        assert days.closed <= D(year, 11, 30)
        assert days.over == (days.still < today)

"""Each figure counts what its records show, for a union and for a branch, on any day."""

import datetime as dt

import pytest

from coso.access.journal import act
from coso.duties.models import Duty
from coso.indicators.registry import Scope, figures, indicators
from coso.indicators.services import start_coverage
from coso.lib.dates import Period
from coso.lib.keys import new_key
from coso.register.models import Headcount, UnitPlace, UnitWorkplace, Workplace
from coso.register.services.people import add_member, leave
from coso.register.services.seats import appoint

D = dt.date
YEAR = Period.closed(D(2024, 12, 1), D(2025, 11, 30))


@pytest.fixture
def counted(tree):
    """Three members in line 5, one in cutting who left in the year, a headcount of 4; a leader in the committee."""
    values = [
        {"name": "Lê Hoa", "female": True, "phone": "0912345678"},
        {"name": "Cao Đức", "female": False},
        {"name": "Hồ An"},
    ]
    people = [add_member(unit=tree.line5, day=D(2024, 6, 1), values=v, by=None) for v in values]
    gone = add_member(unit=tree.cutting, day=D(2024, 6, 1), values={"name": "Vi Mỷ"}, by=None)
    leave(membership=gone.memberships.get(), day=D(2025, 3, 1), closed="left_job", by=None)
    appoint(person=people[0], unit=tree.garment, post="chair", day=D(2025, 1, 1), by=None)
    appoint(person=people[0], unit=tree.line5, post="group_leader", day=D(2025, 1, 1), by=None)
    appoint(person=people[1], unit=tree.garment, post="committee_member", day=D(2025, 1, 1), by=None)
    place = new_key()
    with act(by=None, verb="test") as a:
        a.write(Workplace, {place: {"name": "May Lam"}})
        a.write(UnitWorkplace, {new_key(): {"unit_id": tree.garment.id, "workplace_id": place, "start": D(2024, 1, 1)}})
        a.write(Headcount, {new_key(): {"workplace_id": place, "on": D(2025, 6, 1), "total": 4, "source": "reported"}})
        facts = {"kind": "grading.submit", "unit_id": tree.garment.id, "subject": new_key(), "opened": D(2024, 6, 1)}
        for due in (D(2024, 10, 1), D(2025, 2, 1)):
            a.write(Duty, {new_key(): {**facts, "subject": new_key(), "due": due, "done": D(2025, 1, 1)}})
        start_coverage(a, "movements", {tree.garment.id: D(2024, 12, 1)})
        start_coverage(a, "boards", {tree.garment.id: D(2024, 12, 1)})
    return tree


def scope(unit, period=YEAR):
    place = UnitPlace.objects.get(unit=unit, start__lte=period.last, end__gt=period.last)
    return Scope(place.path, period)


def of(key, unit, base=None):
    figure = figures([key], scope(unit))[key].get((base or unit).id)
    return figure and (figure.numerator, figure.denominator)


def test_members_are_those_of_the_last_day(counted):
    assert of("members.count", counted.garment) == (3, 1)


def test_groups_are_counted_and_none_is_zero(counted):
    assert of("groups.count", counted.garment) == (2, 1)
    assert of("groups.count", counted.school) == (0, 1)


def test_coverage_sets_members_against_workers(counted):
    assert of("workplace.headcount", counted.garment) == (4, 1)
    assert of("members.coverage_share", counted.garment) == (3, 4)


def test_what_is_not_known_is_not_zero(counted):
    assert of("members.count", counted.school) is None
    assert of("workplace.headcount", counted.school) is None


def test_completeness_counts_filled_fields_of_today_only(counted, today):
    now = scope(counted.garment, Period.closed(D(2025, 12, 1), today))
    found = figures(["members.completeness_share"], now)["members.completeness_share"][counted.garment.id]
    assert (found.numerator, found.denominator, found.on) == (3, 15, None)
    assert of("members.completeness_share", counted.garment) is None


def test_duties_done_in_time_among_those_due_in_the_period(counted):
    assert of("duties.on_time_share", counted.garment) == (1, 1)
    assert of("grading.sheets_on_time_share", counted.garment) == (0, 1)


def test_growth_is_closing_less_opening_over_opening(counted):
    assert of("members.net_growth_share", counted.garment) == (-1, 4)


def test_leaders_in_the_committee(counted):
    assert of("officers.group_leader_share", counted.garment) == (1, 2)


def test_a_branch_answers_for_each_of_its_unions(counted):
    assert of("members.count", counted.province, counted.garment) == (3, 1)
    of_all = figures(["groups.count"], scope(counted.province))["groups.count"]
    assert set(of_all) == {counted.garment.id, counted.school.id, counted.stranger.id}


# Nobody is polled and nothing is said here: test_turnout.py and the concerns' test_indicators.py ask the same of them.
ELSEWHERE = (
    "notices.reach_share",
    "grading.poll_turnout_share",
    "groups.active_share",
    "voice.closed_on_time_share",
    "voice.unanswered_before_stoppage",
    "legal.advice_cases",
)


@pytest.mark.parametrize("key", sorted(indicators()))
def test_as_many_records_as_it_counts_in_one_query(key, counted, django_assert_num_queries):
    within = scope(counted.garment)
    with django_assert_num_queries(1):
        found = list(indicators()[key].figures(within))
    assert sum(figure.records for figure in found) == indicators()[key].evidence(within).count()
    assert found or key in ELSEWHERE

"""What the small demo claims to be."""

import datetime as dt
from collections import defaultdict
from functools import cache

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.test import TestCase

from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.ballots.models import Ballot, BallotSlip, Tally
from coso.duties.models import Duty
from coso.duties.seats import EMPTY
from coso.duties.services import differences
from coso.grading.evidence import counted_on
from coso.grading.models import Round, Sheet, SheetLine
from coso.grading.prefill import points_in
from coso.lib import clock
from coso.lib.dates import DAY
from coso.polls.models import Meeting, Poll
from coso.polls.reads import member_scores, poll_results, poll_view
from coso.polls.services.running import close_poll, enough_slips
from coso.polls.subjects import subject_of
from coso.register import checks
from coso.register.models import (
    Authorisation,
    Headcount,
    Membership,
    Person,
    UnitPlace,
    UnitVersion,
    UnitWorkplace,
)
from coso.register.visibility import may, posts_of
from coso.requests.models import Request
from coso.results.reads import result
from coso.rubrics.grammar.scoring import total
from coso.rubrics.specs import grammar_of
from coso.testing.days import on
from coso_demo.plan import plan_of
from coso_demo.remarks import CUTS, RAISES
from coso_demo.seeding import seed

pytestmark = pytest.mark.one_year  # the days of the plan; `test_days.py` makes the demo on others
D = dt.date
PLAN = plan_of("small")
FIRST_COUNT = D(2024, 10, 31)
POSTS = {
    "lanhdao": "provincial_leader",
    "chuyenvien": "provincial_specialist",
    "cdxa": "managing_officer",
    "cdcs": "chair",
    "totruong": "group_leader",
    "kiemtra": "inspector",
}


def kinds_on(day, *kinds):
    return UnitVersion.objects.on(day).filter(kind__in=kinds).count()


@cache
def month_ends(last):
    """The last days of the months from the first count of workers on, and the last day."""
    firsts = [D(year, month, 1) for year in range(2024, last.year + 1) for month in range(1, 13)]
    return [*(day - DAY for day in firsts if FIRST_COUNT < day <= last), last]


def workers_of(day):
    """{union: (workers, women)} of all its workplaces, as last counted by a day."""
    counts, out = {}, defaultdict(lambda: (0, 0))
    for count in Headcount.objects.filter(on__lte=day).order_by("on"):
        counts[count.workplace_id] = (count.total, count.women)
    for unit, place in UnitWorkplace.objects.on(day).values_list("unit", "workplace_id"):
        if place in counts:
            out[unit] = tuple(map(sum, zip(out[unit], counts[place], strict=True)))
    return out


def members_of(day):
    """{union: (members, women)} of all its groups on a day."""
    on_day = UnitPlace.objects.filter(unit=OuterRef("unit"), start__lte=day, end__gt=day).values("base")[:1]
    rows = Membership.objects.on(day).annotate(union=Subquery(on_day)).values_list("union")
    return {
        union: (n, women)
        for union, n, women in rows.annotate(n=Count("id"), w=Count("id", filter=Q(person__female=True)))
    }


class TestSmallDemo(TestCase):
    """Seeded once for all of them."""

    @classmethod
    def setUpTestData(cls):
        seed("small", lambda _line: None)

    def test_unions_and_members_are_those_of_the_plan(self):
        for day, unions, members in PLAN.totals:
            assert (kinds_on(day, "grassroots"), Membership.objects.on(day).count()) == (unions, members), day

    def test_the_register_is_sound(self):
        assert list(checks.findings()) == []

    def test_every_empty_chair_has_its_duty(self):
        assert Duty.objects.filter(kind=EMPTY).count() >= PLAN["chairless"]
        assert list(differences()) == []

    def test_upper_unions_end_and_eleven_days_later_commune_unions_begin(self):
        uppers = ("district_federation", "sector_union", "zone_union", "commune_union", "joint_commune_union")
        assert [kinds_on(D(2025, 6, day), *uppers) for day in (29, 30)] == [5, 0]
        assert kinds_on(D(2025, 7, 10), *uppers) == 0
        assert kinds_on(D(2025, 7, 11), *uppers) == 3

    def test_commune_unions_act_by_written_authorisation(self):
        assert all(row.acts == ["appraise", "submit"] and row.number for row in Authorisation.objects.all())
        assert Authorisation.objects.count() == 3

    def test_everybody_with_a_post_can_sign_in(self):
        for name, post in POSTS.items():
            account = authenticate(username=name, password="coso-demo")
            assert post in {held for held, _path in posts_of(account)}, name
            assert Membership.objects.on(D(2026, 11, 22)).filter(person__user=account).count() == 1

    def test_who_runs_the_machine_sees_nobody(self):
        account = Account.objects.get(username="quantri")
        assert account.runs_machine
        assert not may(account, "people.see")

    def test_the_officer_of_the_commune_sees_the_garment_union(self):
        officer, chair = (Account.objects.get(username=name) for name in ("cdxa", "cdcs"))
        leader = Account.objects.get(username="totruong")
        unit = next(held.seat.unit for held in chair.people.get().appointments.all() if held.seat.post == "chair")
        assert may(officer, "grading.appraise", unit)
        assert not may(chair, "grading.appraise", unit)
        assert leader.people.get().home.path.startswith(unit.path)

    def test_last_year_is_decided_and_missed_by_one(self):
        found = result(2025)
        state = found.strata["state"]
        assert Round.objects.get(year=2025).published
        assert (state.eligible, state.graded, state.good) == (13, 13, 11)
        assert (found.met("state"), found.met("non_state")) == (False, True)

    def test_points_and_levels_of_a_decided_sheet_agree(self):
        for sheet in Sheet.objects.filter(round__year=2025, why_not=""):
            assert sheet.grade == sheet.expected
            assert sheet.decided_points == sheet.appraised_points
            assert sheet.grade_why or sheet.by_points == sheet.grade

    def test_this_year_is_under_way(self):
        found = result(2026).strata
        wanted = next(row for row in PLAN["grading"] if row["year"] == 2026)
        assert {key: one.submitted for key, one in found.items()} == {key: wanted[key]["submitted"] for key in found}
        assert Duty.objects.still_open().filter(kind="grading.submit").count() == sum(
            one.eligible - one.submitted for one in found.values()
        )

    def test_schools_hand_in_one_text(self):
        notes = SheetLine.objects.filter(sheet__round__year=2026, code="D13").exclude(note="")
        assert notes.count() == PLAN["repeated"]

    def test_some_details_are_missing_and_no_number_is_anybodys(self):
        assert Person.objects.filter(phone="").exists()
        assert Person.objects.filter(id_look=None).exists()
        assert not Person.objects.exclude(phone="").exclude(phone__startswith="030").exists()

    def test_a_database_with_units_is_left_alone(self):
        with pytest.raises(RefusedError):
            seed("small", lambda _line: None)
        with self.settings(DEMO=False), pytest.raises(CommandError):
            call_command("seed_demo", preset="small")

    def test_no_union_has_more_women_among_its_members_than_among_the_workers_last_counted(self):
        for day in month_ends(PLAN.today):
            found = members_of(day)
            for union, (workers, women) in workers_of(day).items():
                _members, female = found.get(union, (0, 0))
                assert female <= women, (union, day)
                assert women <= workers, (union, day)

    def test_members_are_more_than_the_workers_only_where_the_plan_says_so(self):
        over = set()
        for day in month_ends(PLAN.today):
            found = members_of(day)
            over |= {
                union for union, (workers, _women) in workers_of(day).items() if found.get(union, (0,))[0] > workers
            }
        assert len(over) == PLAN["crowded"]

    def test_some_members_were_asked_and_each_state_of_a_poll_is_there(self):
        states = {poll_view(subject_of(poll)).state for poll in Poll.objects.all()}
        assert {"closed", "few", "open"} <= states
        assert Meeting.objects.exists()
        for poll in Poll.objects.filter(ballot__state="closed").select_related("ballot"):
            sums = Tally.objects.filter(ballot=poll.ballot).values_list("question").annotate(n=Sum("n"))
            kept = {(poll.ballot.used,)} if enough_slips(poll.ballot.used, poll.ballot.last) else set()
            assert set(sums.values_list("n")) == kept
        still = Poll.objects.filter(ballot__state="open").first()
        used = BallotSlip.objects.filter(ballot=still.ballot_id, used=True).count()
        close_poll(poll=still, by=None)
        assert Ballot.objects.filter(pk=still.ballot_id, used=used, unreadable=0).exists()

    def test_turnout_on_a_sheet_is_what_its_poll_tells(self):
        results = poll_results(Poll.objects.all()).values()
        held = {each.poll.subject: (each.answers, each.sums.ballot.voters) for each in results}
        lines = SheetLine.objects.filter(code="U03", sheet__in=held).exclude(denominator=None)
        assert {line.sheet_id: (line.numerator, line.denominator) for line in lines} == held
        assert SheetLine.objects.filter(code="U03").exclude(denominator=None).count() == len(held)

    def test_the_members_score_shows_beside_the_others(self):
        assert len(member_scores(Sheet.objects.filter(round__year=2026).values_list("pk", flat=True))) >= 3

    def test_unions_depart_from_proposals_and_say_why(self):
        counted = SheetLine.objects.filter(sheet__round__year=2026, status="counted").exclude(own=None)
        departed = counted.exclude(own=F("proposed"))
        assert departed.exists()
        assert not departed.filter(note="").exists()

    def test_no_line_is_raised_for_a_reason_to_cut_it(self):
        raised = SheetLine.objects.filter(appraised__gt=F("own"))
        assert raised.exclude(reason="").exists()
        assert not raised.filter(reason__in=set(CUTS) - set(RAISES)).exists()

    def test_supplements_are_asked_and_three_values_look_like_per_cent(self):
        asked = SheetLine.objects.exclude(asked="")
        assert (
            asked.filter(answered=None, appraised=None).count()
            == Duty.objects.still_open().filter(kind="grading.supplement").count()
        )
        assert asked.filter(asked__contains="%", own=500).count() == 3

    def test_sheets_on_paper_say_so_and_self_points_add_up(self):
        entered = Sheet.objects.filter(round__year=2026).exclude(entered_for="")
        assert entered.exists()
        assert not entered.filter(signed_page=None).exists()
        assert set(entered.values_list("stratum", flat=True)) <= {"outside", "non_state"}
        for sheet in Sheet.objects.filter(round__year=2026, step="appraise").select_related("round__rubric"):
            said = total(grammar_of(sheet.round.rubric), sheet.variant, points_in(sheet.lines.all(), "own"))
            assert said.points == sheet.self_points

    def test_one_petition_about_last_year_still_waits(self):
        assert Request.objects.count() == 3
        assert Request.objects.filter(answered=None).count() == 1
        assert Duty.objects.still_open().filter(kind="grading.petition").count() == 1

    def test_the_figures_under_way_are_those_of_the_day_of_seeding(self):
        assert counted_on(Round.objects.get(year=2026)) == clock.today()


@pytest.mark.django_db
def test_a_clock_before_the_first_demo_is_told_in_words():
    lines: list[str] = []
    with on(D(2026, 10, 1)):
        seed("small", lines.append)
    assert "22/11/2026" in lines[0]
    assert Round.objects.get(published=None).year == 2026

"""The reach of a notice: sums up the tree always balance, and nobody looks beyond the own branch."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from coso.indicators.registry import Scope, figures, indicators
from coso.lib import clock
from coso.lib.dates import Period
from coso.notices.models import LEVELS, Addressee, Notice
from coso.notices.permissions import READ
from coso.notices.reach import bars, missing, top_for
from coso.notices.services.confirming import confirm
from coso.notices.services.sending import take_back
from coso.notices.testing import row_of, sent
from coso.register.services.units import end_unit
from coso.testing.days import on

SHARE = "notices.reach_share"
ALL = ("province", "ward", "other_ward", "garment", "school", "stranger", "line5", "cutting")


def test_each_bar_counts_its_branch_and_the_unit_itself_apart(notice, tree, actors):
    confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    whole, parts = bars(notice, tree.garment)
    assert (whole.all.done, whole.all.total, whole.groups.total, whole.unions.total) == (1, 3, 2, 1)
    assert {(bar.name, bar.own, bar.all.done, bar.all.total) for bar in parts} == {
        ("CĐCS May Lam Trà", True, 0, 1),
        ("Tổ Chuyền 5", False, 1, 1),
        ("Tổ Cắt", False, 0, 1),
    }


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(done=some.sets(some.sampled_from(ALL[1:])), top=some.sampled_from(ALL))
def test_the_parts_of_every_branch_sum_up_to_it(tree, actors, done, top):
    notice = sent(tree.province)
    for name in done:
        confirm(addressee=row_of(notice, getattr(tree, name)), by=None)
    whole, parts = bars(notice, getattr(tree, top))
    for level in LEVELS:
        assert whole.levels[level].done == sum(bar.levels[level].done for bar in parts)
        assert whole.levels[level].total == sum(bar.levels[level].total for bar in parts)
    below = Addressee.objects.filter(notice=notice).in_branches([getattr(tree, top).path])
    assert whole.all.total == below.count()
    assert whole.all.done == below.exclude(confirmed=None).count()


@pytest.mark.parametrize(
    ("name", "seen"),
    [("lanh", True), ("hanh", True), ("khach", False), ("nhung", True), ("to", True), ("giay", False), ("quan", False)],
)
def test_a_notice_is_seen_by_its_sender_those_above_and_those_addressed(notice, actors, name, seen):
    assert Notice.objects.visible_to(getattr(actors, name), READ).filter(pk=notice.pk).exists() is seen


@pytest.mark.parametrize(
    ("name", "top"), [("lanh", "ward"), ("hanh", "ward"), ("nhung", "garment"), ("to", "line5"), ("khach", None)]
)
def test_everybody_looks_from_the_highest_unit_of_the_own_branch(notice, tree, actors, name, top):
    found = top_for(notice, getattr(actors, name))
    assert found == (getattr(tree, top) if top else None)


@pytest.mark.parametrize("name", ["stranger", "school", "ward", "province"])
def test_a_chair_reads_no_reach_but_that_of_the_own_union(notice, tree, actors, name):
    assert top_for(notice, actors.nhung, getattr(tree, name).code) is None


def test_who_has_not_confirmed_is_listed_with_who_leads_it(notice, tree, actors):
    confirm(addressee=row_of(notice, tree.school), by=actors.thay)
    told = [(row.name, row.leader) for row in missing(notice, tree.ward, actors.hanh, clock.today())]
    assert told == [
        ("CĐCS May Lam Trà", "Nguyễn Thị Nhung"),
        ("Tổ Chuyền 5", "Nguyễn Thị To"),
        ("Tổ Cắt", ""),
    ]


def figure(tree, unit):
    scope = Scope(tree.province.path, Period.closed(dt.date(clock.today().year, 1, 1), clock.today()))
    return figures([SHARE], scope)[SHARE].get(unit.pk)


def test_the_figure_counts_groups_that_confirmed_by_the_day_and_nothing_before_it(tree, actors):
    notice = sent(tree.ward, actors.hanh, last=clock.today())
    assert figure(tree, tree.garment).absent == "none"
    confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    with on(clock.today() + dt.timedelta(days=1)):
        confirm(addressee=row_of(notice, tree.cutting), by=actors.nhung)
        found = figure(tree, tree.garment)
        assert (found.numerator, found.denominator) == (1, 2)
        assert (figure(tree, tree.school).numerator, figure(tree, tree.school).denominator) == (0, 1)
        assert figure(tree, tree.stranger) is None


def test_what_was_taken_back_counts_for_nobody(tree, actors):
    notice = sent(tree.ward, actors.hanh, last=clock.today())
    take_back(notice=notice, why="Sai", by=actors.hanh)
    with on(clock.today() + dt.timedelta(days=1)):
        assert figure(tree, tree.garment).absent == "none"


def test_as_many_records_as_it_counts_in_one_query(tree, actors, django_assert_num_queries):
    notice = sent(tree.ward, actors.hanh, last=clock.today())
    with on(clock.today() + dt.timedelta(days=1)):
        scope = Scope(tree.garment.path, Period.closed(notice.sent, clock.today()))
        with django_assert_num_queries(1):
            (found,) = indicators()[SHARE].figures(scope)
        records = list(indicators()[SHARE].evidence(scope))
    assert found.records == len(records) == 2
    assert str(records[0]).startswith("Lịch nghỉ Tết")


def test_where_very_many_stand_below_the_rest_is_counted(notice, tree, actors):
    confirm(addressee=row_of(notice, tree.school), by=actors.thay)
    whole, parts = bars(notice, tree.ward, 1)
    assert ([bar.name for bar in parts], whole.left, whole.all.total) == (["CĐCS May Lam Trà"], 1, 4)


def test_a_group_that_has_ended_since_still_stands_in_the_sums(notice, tree, actors):
    with on(clock.today() + dt.timedelta(days=3)):
        end_unit(unit=tree.cutting, day=clock.today() - dt.timedelta(days=1), reason="Sáp nhập tổ", by=None)
        whole, parts = bars(notice, tree.garment)
        assert whole.all.total == sum(bar.all.total for bar in parts) == 3
        assert len(missing(notice, tree.garment, actors.nhung, clock.today())) == 3

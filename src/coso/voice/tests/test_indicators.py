"""Figures of concerns: what was promised and kept, which groups are heard from, and nothing before a union begins."""

import datetime as dt

import pytest

from coso.access.journal import act
from coso.indicators.registry import NONE, Scope, figures, indicators
from coso.lib import clock
from coso.lib.dates import Period
from coso.lib.keys import new_key
from coso.testing.days import on
from coso.voice.models import Week
from coso.voice.services.desk import answer
from coso.voice.services.intake import note_told
from coso.voice.services.reports import confirm_week, week_of
from coso.voice.testing import fresh, now, say

SHARE, GROUPS = "voice.closed_on_time_share", "groups.active_share"


def figure(tree, key, unit=None):
    today = clock.today()
    scope = Scope(tree.province.path, Period.closed(dt.date(today.year, 1, 1), today))
    return figures([key], scope)[key].get((unit or tree.garment).pk)


def test_a_union_without_a_poster_has_no_figure(tree, actors):
    assert figure(tree, SHARE) is None


def test_a_union_with_a_poster_and_no_word_has_none_and_no_zero(poster, tree):
    assert figure(tree, SHARE).absent == NONE


@pytest.mark.parametrize(("answered", "told", "kept"), [(1, 2, 1), (4, 11, 1), (5, 6, 0), (4, 12, 0)])
def test_what_is_answered_and_told_within_its_days_counts(concern, tree, actors, answered, told, kept):
    said = concern.received
    with on(said + dt.timedelta(days=answered)):
        answer(seen=now(concern), text="Xong", by=actors.nhung)
    with on(said + dt.timedelta(days=told)):
        note_told(fresh(concern))
        found = figure(tree, SHARE)
    assert (found.numerator, found.denominator) == (kept, 1)


def test_what_still_can_be_kept_does_not_count_yet(concern, tree):
    assert figure(tree, SHARE).absent == NONE
    with on(concern.received + dt.timedelta(days=5)):
        assert (figure(tree, SHARE).numerator, figure(tree, SHARE).denominator) == (0, 1)


def test_what_went_past_the_union_is_no_figure_of_it(poster, tree):
    row, _ = say(poster, reader=tree.ward)
    with on(row.received + dt.timedelta(days=9)):
        assert figure(tree, SHARE).absent == NONE


def test_a_group_is_heard_from_in_eight_of_twelve_months(tree, actors):
    confirm_week(unit=tree.line5, week=week_of(clock.today()), by=actors.to)
    assert (figure(tree, GROUPS).numerator, figure(tree, GROUPS).denominator) == (0, 2)
    today = clock.today()
    with act(by=None, verb="test") as a:
        rows = {dt.date(today.year, month, 9) for month in range(1, today.month)}
        a.write(Week, {new_key(): {"unit_id": tree.line5.pk, "week": day, "confirmed": day} for day in rows})
    assert figure(tree, GROUPS).numerator == (1 if today.month >= 2 else 0)


def test_as_many_records_as_it_counts_in_one_query(concern, tree, django_assert_num_queries):
    with on(concern.received + dt.timedelta(days=9)):
        scope = Scope(tree.province.path, Period.closed(concern.received, clock.today()))
        with django_assert_num_queries(1):
            (found,) = indicators()[SHARE].figures(scope)
        (record,) = indicators()[SHARE].evidence(scope)
    assert (found.records, str(record)) == (1, f"#{concern.number} · {concern.received:%d/%m/%Y}")

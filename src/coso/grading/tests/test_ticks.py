"""Figures follow the records until the closing day, and not a minute longer."""

import datetime as dt

from coso.access.models import Action
from coso.grading.models import Round
from coso.grading.testing.year import line
from coso.grading.ticks import keep_figures
from coso.register.services.people import add_member
from coso.testing.days import on


def late_member(tree):
    add_member(unit=tree.line5, day=dt.date(2026, 11, 1), values={"name": "Lê Muộn"}, by=None)


def test_a_new_member_shows_on_the_sheet_the_next_day_once(a_round, sheet, tree):
    late_member(tree)
    with on(a_round.opened + dt.timedelta(days=1)):
        keep_figures()
        keep_figures()
    assert line(sheet, "T01").numerator == 5
    assert Action.objects.filter(verb="round.refresh").count() == 1


def test_after_the_closing_day_nothing_counts_any_more(a_round, sheet, tree):
    with on(a_round.closing + dt.timedelta(days=1)):
        keep_figures()
        late_member(tree)
        keep_figures()
    assert line(sheet, "T01").numerator == 4
    assert Round.objects.get().figures_closed == a_round.closing + dt.timedelta(days=1)

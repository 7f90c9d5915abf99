"""Notices go down the tree: to whom, confirmed once, reminded only where needed, closed and taken back."""

import datetime as dt

import pytest

from coso.access.journal import StaleError
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.indicators.models import Coverage
from coso.lib import clock
from coso.notices.duties import PASS_ON
from coso.notices.models import GROUP, UNION, UPPER
from coso.notices.services.confirming import confirm, unconfirm
from coso.notices.services.sending import close_old, remind, send, take_back, to_remind
from coso.notices.testing import SOON, fresh, row_of, sent
from coso.notices.whom import Whom
from coso.polls.testing import fill_union
from coso.register.testing.claims import fields, last, who_may
from coso.testing.days import on


def names(notice):
    return set(notice.addressees.values_list("unit__versions__name", flat=True))


def open_duties():
    return Duty.objects.still_open().filter(kind=PASS_ON)


def test_every_unit_below_the_sender_gets_it_once_and_owes_a_confirmation(notice, tree):
    assert names(notice) == {"CĐCS May Lam Trà", "CĐCS Trường Tiểu học Hồng 1", "Tổ Chuyền 5", "Tổ Cắt"}
    assert set(open_duties().values_list("unit", "due")) == {
        (unit.pk, notice.last) for unit in (tree.garment, tree.school, tree.line5, tree.cutting)
    }
    assert list(differences()) == []


def test_the_province_reaches_the_upper_unions_too(tree, actors):
    levels = list(sent(tree.province, actors.lanh).addressees.values_list("level", flat=True))
    assert {level: levels.count(level) for level in (UPPER, UNION, GROUP)} == {UPPER: 2, UNION: 3, GROUP: 2}


@pytest.mark.parametrize("sector", ["non_state", "non_state_enterprise"])
def test_a_sector_takes_its_unions_with_their_groups_and_who_stands_above_them(tree, actors, sector):
    found = names(sent(tree.province, actors.lanh, branch=tree.ward, sector=sector))
    assert found == {"Công đoàn phường Hồng", "CĐCS May Lam Trà", "Tổ Chuyền 5", "Tổ Cắt"}


def test_a_size_takes_the_unions_with_so_many_members(tree, actors):
    fill_union(tree.garment, 22)
    assert names(sent(tree.ward, actors.hanh, size="middle")) == {"CĐCS May Lam Trà", "Tổ Chuyền 5", "Tổ Cắt"}
    assert names(sent(tree.ward, actors.hanh, size="small")) == {"CĐCS Trường Tiểu học Hồng 1"}


def test_the_addressees_stay_those_of_the_day_of_sending(notice, tree):
    tree.found("Tổ Mới", "group", tree.garment)
    assert "Tổ Mới" not in names(notice)


def test_who_counts_in_the_figure_are_groups_and_unions_without_any(notice, tree):
    counted = notice.addressees.filter(counted=True).values_list("unit", flat=True)
    assert set(counted) == {tree.line5.pk, tree.cutting.pk, tree.school.pk}


def test_a_union_keeps_this_record_from_its_first_notice_on(notice, tree):
    kept = Coverage.objects.filter(what="notices").values_list("unit", "since")
    assert set(kept) == {(tree.garment.pk, clock.today()), (tree.school.pk, clock.today())}


def test_who_may_send(tree, actors):
    assert who_may(actors, lambda by: sent(tree.garment, by)) == {"lanh", "chuyen", "hanh", "nhung", "pho"}
    assert who_may(actors, lambda by: sent(tree.ward, by)) == {"lanh", "chuyen", "hanh"}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"title": " "}, ["title"]),
        ({"text": ""}, ["text"]),
        ({"text": "x" * 7000}, ["text"]),
        ({"last": dt.date(2020, 1, 1)}, ["last"]),
        ({"last": dt.date(2206, 1, 1)}, ["last"]),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_at_its_field(tree, actors, more, wrong):
    told = {"title": "Tết", "text": "Nghỉ.", "last": clock.today() + SOON, **more}
    assert fields(lambda: send(unit=tree.ward, whom=Whom(tree.ward), by=actors.hanh, **told)) == wrong


@pytest.mark.parametrize(
    ("whom", "wrong"),
    [({"sector": "x"}, "sector"), ({"size": "x"}, "size"), ({"sector": "soe"}, "branch"), ({"size": "huge"}, "branch")],
)
def test_an_address_that_nobody_fits_is_refused(tree, actors, whom, wrong):
    assert fields(lambda: sent(tree.ward, actors.hanh, **whom)) == [wrong]


def test_nobody_sends_beyond_the_own_branch(tree, actors):
    assert fields(lambda: sent(tree.ward, None, branch=tree.stranger)) == ["branch"]


def test_one_tap_confirms_and_a_second_one_changes_nothing(notice, tree, actors):
    assert confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    assert not confirm(addressee=row_of(notice, tree.line5), by=actors.uy)
    row = row_of(notice, tree.line5)
    assert (row.confirmed, row.confirmed_by) == (clock.today(), actors.to.pk)
    assert Action.objects.filter(verb="notice.confirm").count() == 1
    assert not open_duties().filter(unit=tree.line5).exists()
    assert list(differences()) == []


def test_who_may_confirm_for_a_group(notice, tree, actors):
    row = row_of(notice, tree.line5)
    may = {"lanh", "chuyen", "hanh", "nhung", "pho", "uy", "to"}
    assert who_may(actors, lambda by: confirm(addressee=row, by=by)) == may


def test_a_confirmation_by_mistake_is_taken_back_and_owed_again(notice, tree, actors):
    confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    unconfirm(addressee=row_of(notice, tree.line5), by=actors.to)
    assert row_of(notice, tree.line5).confirmed is None
    assert open_duties().filter(unit=tree.line5).exists()
    assert fields(lambda: unconfirm(addressee=row_of(notice, tree.line5), by=actors.to)) == [""]


def test_only_who_has_not_confirmed_is_reminded_and_once_a_day(notice, tree, actors):
    confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    assert remind(notice=notice, branch=tree.garment, by=actors.hanh) == 2
    assert row_of(notice, tree.line5).reminded is None
    assert row_of(notice, tree.school).reminded is None
    assert row_of(notice, tree.cutting).reminders == 1
    assert fields(lambda: remind(notice=notice, branch=tree.garment, by=actors.hanh)) == [""]
    with on(clock.today() + dt.timedelta(days=1)):
        assert to_remind(notice, tree.ward).count() == 3
        remind(notice=notice, branch=tree.ward, by=actors.hanh)
    assert row_of(notice, tree.cutting).reminders == 2


def test_who_may_remind_whom(notice, tree, actors):
    assert who_may(actors, lambda by: remind(notice=notice, branch=tree.garment, by=by)) == {
        "lanh", "chuyen", "hanh", "nhung", "pho",
    }  # fmt: skip
    assert who_may(actors, lambda by: remind(notice=notice, branch=tree.ward, by=by)) == {"lanh", "chuyen", "hanh"}


def test_a_notice_taken_back_is_owed_by_nobody_and_confirmed_by_nobody(notice, tree, actors):
    row = row_of(notice, tree.line5)
    take_back(notice=notice, why="Sai ngày nghỉ", by=actors.hanh)
    assert not open_duties().exists()
    with pytest.raises(RefusedError, match="Sai ngày nghỉ"):
        confirm(addressee=row, by=actors.to)
    assert fields(lambda: remind(notice=notice, branch=tree.ward, by=actors.hanh)) == [""]
    assert fields(lambda: take_back(notice=notice, why="Lại", by=actors.hanh)) == [""]
    assert list(differences()) == []


def test_taking_back_needs_a_reason_and_the_page_as_it_stands(notice, tree, actors):
    assert fields(lambda: take_back(notice=notice, why=" ", by=actors.hanh)) == ["why"]
    with pytest.raises(StaleError):
        take_back(notice=notice, seen=str(tree.ward.pk), why="Sai", by=actors.hanh)
    assert who_may(actors, lambda by: take_back(notice=notice, why="Sai", by=by)) == {"lanh", "chuyen", "hanh"}


def test_a_month_after_its_day_nobody_is_asked_any_more(notice, tree, actors):
    with on(notice.last + dt.timedelta(days=30)):
        close_old()
        assert fresh(notice).closed is None
    with on(notice.last + dt.timedelta(days=31)):
        close_old()
        assert (fresh(notice).closed, fresh(notice).taken_back) == (clock.today(), False)
        assert fields(lambda: confirm(addressee=row_of(notice, tree.line5), by=actors.to)) == [""]
        before = Action.objects.count()
        close_old()
        assert Action.objects.count() == before
    assert list(differences()) == []
    assert last("notice.close").actor is None

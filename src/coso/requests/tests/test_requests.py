"""Asked, answered, withdrawn, handed on: a kind of request about a union, as a room would declare it."""

import datetime as dt

import pytest
from django.db import IntegrityError

from coso.access.journal import BlockedError, act, blockers, undo
from coso.access.journal.holding import held
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.registry import DutyKind, duty_kinds, units_about
from coso.duties.services import differences
from coso.lib.keys import new_key
from coso.register.managing import managing_unit
from coso.register.models import Unit
from coso.register.services.units import end_unit
from coso.requests.duties import _expected
from coso.requests.models import Request
from coso.requests.outcomes import Outcome
from coso.requests.registry import RequestKind, request_kinds
from coso.requests.services import answer, ask, climb, withdraw

KEY, TEXT, WHY = "toy.need", "Xin một phòng họp", "Chưa đủ phòng"


class Need(RequestKind):
    key = KEY
    vi, en = "Trả lời đề nghị", "Answer a need"
    title, page = "Đề nghị", "need"
    model = Unit
    see, asks, answers = "units.see", "workers.count", "units.change"
    asking, answering, withdrawing, climbing = "need.ask", "need.answer", "need.withdraw", "need.climb"
    outcomes = {"given": Outcome("Đồng ý"), "not_given": Outcome("Không đồng ý")}
    shut: bool = False
    followed: list = []

    @classmethod
    def rows(cls):
        return Unit.objects.all()

    def hold(self):
        return type(self)(held(self.rows(), self.row.pk))

    @property
    def unit(self):
        return self.row

    @property
    def owes(self):
        return managing_unit(self.row, dt.date(2026, 6, 1))

    def answer_days(self, day):
        return 5

    def check(self):
        if self.shut:
            raise RefusedError("Không nhận đề nghị.")

    def facts(self):
        return {"code": self.row.code}

    def when_answered(self, a, request, by, said):
        self.followed.append((request.outcome, request.answer, said))


class Many(Need):
    key, alone, withdrawing, climbing = "toy.many", False, "", ""


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for kind in (Need, Many):
        monkeypatch.setitem(request_kinds(), kind.key, kind)
        duty = DutyKind(kind.key, kind.vi, kind.en, kind.answers, "unit", _expected(kind.key))
        monkeypatch.setitem(duty_kinds(), kind.key, duty)
    monkeypatch.setattr(Need, "followed", [])


@pytest.fixture
def asked(tree, actors):
    return ask(about=Need(tree.garment), text=f" {TEXT} ", by=actors.nhung)


def owed(kind=KEY):
    return [(duty.subject, duty.unit_id) for duty in Duty.objects.still_open().filter(kind=kind)]


def now(request):
    return Request.objects.get(pk=request.pk)


def test_what_is_asked_is_kept_with_what_stood_there_and_owed_by_a_day(asked, tree, actors, today):
    assert (asked.text, asked.unit, asked.owes, asked.asked_by) == (TEXT, tree.garment, tree.ward, actors.nhung.pk)
    assert (asked.about, asked.day, asked.due) == ({"code": tree.garment.code}, today, today + dt.timedelta(days=5))
    assert Duty.objects.get(kind=KEY).due == asked.due
    assert owed() == [(asked.pk, tree.ward.pk)]
    assert units_about([(asked.kind, asked.pk)]) == {asked.pk: tree.garment.pk}
    assert not list(differences())


def test_only_who_may_asks_and_not_without_words(tree, actors, monkeypatch):
    for who in ("giay", "kiem", "to", "quan"):
        with pytest.raises(ForbiddenError):
            ask(about=Need(tree.garment), text=TEXT, by=getattr(actors, who))
    for nothing in (" ", "\u202e\u200f", "\u200b"):
        with pytest.raises(RefusedError):
            ask(about=Need(tree.garment), text=nothing, by=actors.nhung)
    monkeypatch.setattr(Need, "shut", True)
    with pytest.raises(RefusedError, match="Không nhận"):
        ask(about=Need(tree.garment), text=TEXT, by=actors.nhung)
    assert not Request.objects.exists()


def test_one_is_open_about_a_row_where_the_kind_says_so(asked, tree, actors):
    with pytest.raises(RefusedError, match="đang chờ"):
        ask(about=Need(tree.garment), text=TEXT, by=actors.nhung)
    ask(about=Need(tree.school), text=TEXT, by=actors.thay)
    for _time in range(2):
        ask(about=Many(tree.garment), text=TEXT, by=actors.nhung)
    assert Request.objects.still_open().count() == 4
    assert not list(differences())


def test_the_database_refuses_a_second_open_one(asked):
    facts = {name: getattr(asked, name) for name in ("kind", "subject", "unit_id", "owes_id", "text", "day", "due")}
    with pytest.raises(IntegrityError), act(by=None, verb="test") as a:
        a.write(Request, {new_key(): facts})


def test_an_answer_has_an_outcome_and_a_reason_and_something_follows(asked, actors, today):
    for wrong in ({"outcome": "perhaps", "text": WHY}, {"outcome": "given", "text": " "}):
        with pytest.raises(RefusedError):
            answer(request=asked, **wrong, by=actors.hanh)
    for who in ("nhung", "khach", "kiem", "quan"):
        with pytest.raises(ForbiddenError):
            answer(request=asked, outcome="given", text=WHY, by=getattr(actors, who))
    answer(request=asked, outcome="not_given", text=WHY, by=actors.hanh, room=3)
    kept = now(asked)
    assert (kept.answer, kept.outcome, kept.answered, kept.answered_by) == (WHY, "not_given", today, actors.hanh.pk)
    assert Need.followed == [("not_given", WHY, {"room": 3})]
    assert (owed(), list(differences())) == ([], [])


def test_what_ended_is_not_answered_withdrawn_or_handed_on_by_a_page_of_before(asked, actors):
    answer(request=asked, outcome="given", text=WHY, by=actors.hanh)
    deeds = (
        lambda row: answer(request=row, outcome="given", text=WHY, by=actors.hanh),
        lambda row: withdraw(request=row, why=WHY, by=actors.nhung),
        lambda row: climb(request=row, why=WHY, by=actors.hanh),
    )
    for deed in deeds:
        with pytest.raises(RefusedError, match="đã được trả lời"):
            deed(asked)


def test_who_asked_withdraws_and_nothing_is_owed(asked, tree, actors, today):
    with pytest.raises(ForbiddenError):
        withdraw(request=asked, why=WHY, by=actors.giay)
    with pytest.raises(RefusedError):
        withdraw(request=asked, why=" ", by=actors.nhung)
    withdraw(request=asked, why="Đã có phòng", by=actors.nhung)
    assert (now(asked).withdrawn, Duty.objects.get(kind=KEY).dropped_why, owed()) == (today, "Đã có phòng", [])
    with pytest.raises(RefusedError, match="đã được rút"):
        answer(request=asked, outcome="given", text=WHY, by=actors.hanh)
    assert ask(about=Need(tree.garment), text=TEXT, by=actors.nhung)
    assert not list(differences())


def test_it_climbs_to_the_unit_above_with_its_duty_and_comes_back_answered(asked, tree, actors):
    with pytest.raises(ForbiddenError):
        climb(request=asked, why=WHY, by=actors.nhung)
    with pytest.raises(RefusedError):
        climb(request=asked, why="", by=actors.hanh)
    climb(request=asked, why=WHY, by=actors.hanh)
    duty = Duty.objects.still_open().get(kind=KEY)
    assert (duty.unit, duty.moved_from, duty.due) == (tree.province, tree.ward, asked.due)
    with pytest.raises(ForbiddenError):
        answer(request=asked, outcome="given", text=WHY, by=actors.hanh)
    with pytest.raises(RefusedError, match="cấp trên"):
        climb(request=asked, why=WHY, by=actors.chuyen)
    assert not list(differences())
    answer(request=asked, outcome="given", text=WHY, by=actors.chuyen)
    assert (owed(), now(asked).owes) == ([], tree.province)


@pytest.mark.parametrize("heir", ["other_ward", ""])
def test_a_request_to_a_unit_that_ended_is_owed_by_whoever_goes_on(asked, tree, actors, today, heir):
    merged = end_unit(unit=tree.ward, day=today, heir=getattr(tree, heir, None), reason="Sáp nhập", by=actors.lanh)
    unit, who = (tree.other_ward, actors.khach) if heir else (tree.province, actors.chuyen)
    duty = Duty.objects.still_open().get(kind=KEY)
    assert (now(asked).owes, duty.unit, duty.moved_from, duty.due) == (unit, unit, tree.ward, asked.due)
    assert KEY in {each.kind for each in owed_by(who, today)}
    assert not list(differences())
    undo(action=Action.objects.get(pk=merged.id), reason="nhầm", by=None)
    assert (now(asked).owes, owed()) == (tree.ward, [(asked.pk, tree.ward.pk)])


def test_what_is_answered_stays_with_the_unit_that_answered(asked, tree, actors, today):
    answer(request=asked, outcome="given", text=WHY, by=actors.hanh)
    end_unit(unit=tree.ward, day=today, heir=tree.other_ward, reason="Sáp nhập", by=actors.lanh)
    assert now(asked).owes == tree.ward


def test_a_kind_may_do_without_withdrawing_and_handing_on(tree, actors):
    plain = ask(about=Many(tree.garment), text=TEXT, by=actors.nhung)
    for deed in (withdraw, climb):
        with pytest.raises(RefusedError):
            deed(request=plain, why=WHY, by=None)


def test_it_is_seen_by_whoever_sees_one_of_the_two_units(asked, actors):
    seen = {name: Request.objects.visible_to(who, "units.see").exists() for name, who in actors.everybody().items()}
    assert {name for name, sees in seen.items() if sees} == {"lanh", "chuyen", "hanh", "nhung", "pho", "uy", "kiem"}


def test_what_an_answer_wrote_is_taken_back_with_its_duty(asked, actors):
    done = answer(request=asked, outcome="given", text=WHY, by=actors.hanh)
    undo(action=Action.objects.get(pk=done.id), reason="nhầm", by=None)
    assert now(asked).is_open
    assert len(owed()) == 1
    assert not list(differences())


@pytest.mark.parametrize("end", ["answer", "withdraw"])
def test_an_end_is_not_taken_back_once_another_is_open_about_the_row(asked, tree, actors, end):
    if end == "answer":
        done = answer(request=asked, outcome="given", text=WHY, by=actors.hanh)
    else:
        done = withdraw(request=asked, why=WHY, by=actors.nhung)
    again = ask(about=Need(tree.garment), text=TEXT, by=actors.nhung)
    with pytest.raises(BlockedError) as wrong:
        undo(action=Action.objects.get(pk=done.id), reason="nhầm", by=None)
    assert [each.row for each in wrong.value.blockers] == [again.pk]
    undo(action=Action.objects.get(pk=again.act), reason="nhầm", by=None)
    undo(action=Action.objects.get(pk=done.id), reason="nhầm", by=None)
    assert now(asked).is_open


def test_many_of_a_kind_may_be_open_again(tree, actors):
    first, _second = (ask(about=Many(tree.garment), text=TEXT, by=actors.nhung) for _time in range(2))
    done = answer(request=first, outcome="given", text=WHY, by=actors.hanh)
    undo(action=Action.objects.get(pk=done.id), reason="nhầm", by=None)
    assert Request.objects.still_open().count() == 2


def test_a_row_that_is_asked_about_is_not_taken_back(asked, tree):
    founded = Action.objects.get(pk=tree.garment.act)
    assert "requests.request" in {each.table for each in blockers(founded)}


def test_who_may_answer_is_offered_the_outcomes(asked, tree, actors):
    kind = Need(tree.garment)
    assert list(kind.outcomes_for(actors.hanh, asked)) == ["given", "not_given"]
    assert not kind.outcomes_for(actors.khach, asked)

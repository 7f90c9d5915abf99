"""A slip answers once; nobody can tell a used one from another, and wrong codes stop nobody."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.ballots import pace
from coso.ballots.key_files import destroy_key
from coso.ballots.models import Ballot, BallotSlip, Tally, WrappedKey
from coso.ballots.services.voting import find_slip, vote
from coso.ballots.testing import QUESTIONS, close, give, paper, print_out, sign, stop, void, voters
from coso.lib.dates import DAY


def used(ballot):
    return BallotSlip.objects.filter(ballot=ballot, used=True).count()


@pytest.mark.parametrize("model", [BallotSlip, Tally, WrappedKey])
def test_what_is_anonymous_has_no_time_and_names_nobody(model):
    kinds = {type(field) for field in model._meta.concrete_fields}
    assert not kinds & {models.DateField, models.DateTimeField, models.TimeField}
    assert not {"act", "actor", "by", "person_id"} & {field.attname for field in model._meta.concrete_fields}


def test_a_slip_is_its_hash_its_ballot_whether_it_was_used_and_a_box():
    assert {field.name for field in BallotSlip._meta.concrete_fields} == {"look", "ballot", "used", "sealed"}


def test_slips_stand_in_the_order_of_their_hashes_and_no_code_is_kept(ballot):
    codes = print_out(ballot, 14)
    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT look FROM ballots_ballotslip ORDER BY {order}")
        stored = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    assert stored == sorted(stored)
    assert not any(code.replace("-", "") in str(stored) for code in codes)


def test_an_answer_is_one_update_of_one_row_and_no_action(ballot):
    (code,) = print_out(ballot, 1)
    before = Action.objects.count()
    with CaptureQueriesContext(connection) as caught:
        give(code)
    written = [q["sql"] for q in caught if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert len(written) == 1
    assert written[0].startswith('UPDATE "ballots_ballotslip"')
    assert Action.objects.count() == before
    assert not Tally.objects.exists()


def test_every_box_is_as_long_and_chance_before_it_is_filled(ballot):
    codes = print_out(ballot, 6)
    before = {bytes(box) for box in BallotSlip.objects.values_list("sealed", flat=True)}
    for code in codes[:3]:
        give(code)
    after = {bytes(box) for box in BallotSlip.objects.values_list("sealed", flat=True)}
    assert len(before) == len(after) == 6
    assert len(before & after) == 3
    assert {len(box) for box in before | after} == {96}


def test_the_first_answer_counts_and_the_second_is_thanked_alike(ballot):
    codes = print_out(ballot, 2)
    assert give(codes[0]) == give(codes[0], "no") == ballot
    close(ballot)
    assert dict(Tally.objects.filter(n__gt=0).values_list("answer", "n").distinct()) == {"yes": 1}


def test_a_used_slip_leads_where_an_unused_one_leads(ballot):
    """Whoever noted a code learns nothing from what it opens, nor from how many questions are asked of the database."""
    answered, unanswered = print_out(ballot, 2)
    give(answered)
    seen = []
    for code in (answered, unanswered):
        with CaptureQueriesContext(connection) as caught:
            assert find_slip(code=code).ballot == ballot
        with CaptureQueriesContext(connection) as again:
            give(code)
        seen.append((len(caught), len(again)))
    assert seen[0] == seen[1]


def test_voided_slips_say_so_alike_whether_used_or_not_and_nothing_of_them_counts(ballot):
    answered, unanswered = print_out(ballot, 2)
    sign(ballot, voters(ballot)[:2])
    give(answered)
    void(ballot)
    for code in (answered, unanswered):
        with pytest.raises(RefusedError, match="phiếu khác"):
            find_slip(code=code)
    (new,) = print_out(ballot, 1)
    give(new, "no")
    assert close(ballot).used == 1


def test_a_slip_voided_between_the_form_and_the_answer_is_not_thanked(ballot, monkeypatch):
    from coso.ballots.services import voting

    (code,) = print_out(ballot, 1)
    found = find_slip(code=code)
    void(ballot)
    monkeypatch.setattr(voting, "find_slip", lambda **_: found)
    with pytest.raises(RefusedError, match="phiếu khác"):
        give(code)


def test_an_answer_that_comes_when_the_ballot_has_stopped_is_not_thanked(ballot, monkeypatch):
    from coso.ballots.services import voting

    (code,) = print_out(ballot, 1)
    found = find_slip(code=code)
    stop(ballot)
    monkeypatch.setattr(voting, "find_slip", lambda **_: found)
    with pytest.raises(RefusedError, match="đã kết thúc"):
        give(code)
    assert not used(ballot)


@pytest.mark.parametrize("answers", [{}, {"wage": "yes"}, dict.fromkeys(QUESTIONS, "x"), {"x": "yes"}])
def test_an_answer_that_is_not_whole_leaves_the_slip_good(ballot, answers):
    (code,) = print_out(ballot, 1)
    with pytest.raises(RefusedError):
        vote(code=code, answers=answers)
    give(code)
    assert used(ballot) == 1


def test_a_code_is_read_however_it_is_typed(ballot):
    (code,) = print_out(ballot, 1)
    assert give(f" {code.lower().replace('-', ' ')} ") == ballot


@pytest.mark.parametrize("code", ["", "x", "ZZZZZZZZZZZZ", "\x00", "%%%%", "A", "ĐĐĐĐ" * 3])
def test_a_code_of_no_ballot_is_wrong(ballot, code):
    with pytest.raises(RefusedError, match="chưa đúng"):
        find_slip(code=code)


def test_any_number_of_wrong_codes_stops_nobody_with_a_right_one(ballot):
    (code,) = print_out(ballot, 1)
    for _each in range(500):
        with pytest.raises(RefusedError, match="chưa đúng"):
            find_slip(code=ballot.mark + "AAAAAAAA")
    give(code)
    assert used(ballot) == 1


def test_wrong_codes_have_a_pace_that_comes_back_by_the_second(ballot, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(pace.time, "monotonic", lambda: now)
    taken = sum(pace.allow(ballot.id) for _each in range(300))
    now += 6
    again = sum(pace.allow(ballot.id) for _each in range(300))
    assert (taken, again) == (200, 20)


def test_after_the_last_day_no_slip_is_taken(ballot):
    (code,) = print_out(ballot, 1)
    models.QuerySet(Ballot).update(last=ballot.opened - DAY)
    with pytest.raises(RefusedError, match="đã kết thúc"):
        give(code)


def test_without_its_key_a_ballot_takes_no_answer_that_nobody_could_read(ballot):
    (code,) = print_out(ballot, 1)
    destroy_key(ballot.id)
    for deed in (lambda: find_slip(code=code), lambda: give(code), lambda: paper(ballot, yes=1)):
        with pytest.raises(RefusedError, match="mở lại"):
            deed()
    assert not used(ballot)


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_one_code_twice_at_once_counts_once(ballot):
    """Two phones send the same slip in the same moment; SQLite takes one writer at a time anyway."""
    codes, start = print_out(ballot, 4), threading.Barrier(8)

    def send(code, answer):
        start.wait()
        try:
            return give(code, answer).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(send, code, answer) for code in codes for answer in ("yes", "no")]
        assert {each.result() for each in sent} == {ballot.pk}
    assert close(ballot).used == 4
    assert Tally.objects.filter(question="wage").aggregate(n=models.Sum("n"))["n"] == 4


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_an_answer_that_was_thanked_is_counted_whenever_the_ballot_closes(ballot):
    codes, start = print_out(ballot, 8), threading.Barrier(9)

    def send(code):
        start.wait()
        try:
            return bool(give(code))
        except RefusedError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(send, code) for code in codes]
        start.wait()
        closed = close(ballot)
        thanked = sum(each.result() for each in sent)
    assert closed.used == thanked

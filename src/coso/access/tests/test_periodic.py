"""A tick that fails is logged and kept, and neither it nor telling of it ends the others."""

import pytest
from django.db import OperationalError, connection, transaction

from coso.access import periodic
from coso.access.faults import name_fault
from coso.access.models import Account, TickFailure
from coso.access.periodic import run_tick, run_ticks, ticks

LOCKED = OperationalError("database is locked")
FAULTS = [LOCKED, OperationalError("database or disk is full"), ValueError("Nguyễn Thị Hoa"), MemoryError()]


def failing(wrong):
    def work():
        raise wrong

    return work


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", FAULTS)
def test_a_tick_that_fails_is_logged_and_kept_and_the_next_ones_go_on(monkeypatch, logged_errors, wrong):
    done = []
    monkeypatch.setattr(periodic, "ticks", lambda: [("a.bad", failing(wrong)), ("a.good", lambda: done.append(1))])
    run_ticks()
    assert done == [1]
    assert logged_errors() == ["tick a.bad"]
    assert list(TickFailure.objects.values_list("name", "times", "ended")) == [("a.bad", 1, None)]


@pytest.mark.django_db
def test_failures_in_a_row_are_counted_and_end_with_the_first_success(logged_errors):
    for _ in range(3):
        run_tick("a.bad", failing(LOCKED))
    row = TickFailure.objects.get()
    assert (row.times, row.ended) == (3, None)
    assert row.since < row.at
    run_tick("a.bad", lambda: None)
    row.refresh_from_db()
    assert (row.times, row.ended is None) == (3, False)
    run_tick("a.bad", failing(LOCKED))
    assert TickFailure.objects.get().times == 1


@pytest.mark.django_db
def test_a_tick_that_goes_well_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        run_tick("a.good", lambda: None)
    assert not TickFailure.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["_keep", "_end_failure"])
def test_a_failure_that_cannot_be_told_ends_nothing(monkeypatch, logged_errors, part):
    monkeypatch.setattr(periodic, part, lambda *_: (_ for _ in ()).throw(LOCKED))
    run_tick("a.bad", failing(LOCKED))
    run_tick("a.good", lambda: None)
    assert logged_errors() == ["tick a.bad"]


@pytest.mark.django_db(transaction=True)
def test_what_a_tick_had_written_goes_with_its_failure(logged_errors):
    def work():
        with transaction.atomic():
            Account.objects.create(username="half")
            raise LOCKED

    run_tick("a.bad", work)
    assert not Account.objects.exists()
    assert not connection.in_atomic_block
    assert TickFailure.objects.get().fault.startswith("OperationalError · database is locked")


@pytest.mark.django_db(transaction=True)
@pytest.mark.only_on("postgresql")  # SQLite has no connection to lose
def test_a_connection_that_was_lost_is_made_anew(logged_errors):
    def work():
        with transaction.atomic():
            connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    run_tick("a.bad", work)
    assert TickFailure.objects.get().name == "a.bad"


def test_a_fault_is_named_without_the_values_it_speaks_of():
    with pytest.raises(ValueError, match="Hoa") as told:
        failing(ValueError("Nguyễn Thị Hoa"))()
    assert name_fault(told.value).startswith("ValueError · test_periodic.py:")
    assert "Hoa" not in name_fault(told.value)


@pytest.mark.django_db
def test_the_ticks_of_all_rooms_run_on_an_empty_installation():
    assert {name for name, _work in ticks()} >= {"access.seal", "duties.keep_seats", "grading.keep_figures"}
    run_ticks()
    assert not TickFailure.objects.exists()


def test_the_ticks_of_all_rooms_run_in_the_middle_of_a_year(sheet):
    run_ticks()
    assert not TickFailure.objects.exists()

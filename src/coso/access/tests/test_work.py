"""The worker goes on, whatever its jobs, its database and its telling of them do."""

import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError

from coso.access import heartbeat, jobs
from coso.access.heartbeat import Heartbeat, LostError
from coso.access.jobs import Running, claim, queue, run_one
from coso.access.management.commands import work
from coso.access.models import Job
from coso.access.refusals import RefusedError
from coso.lib import clock

LOCKED = OperationalError("database is locked")
LATER = dt.timedelta(minutes=2)


@pytest.fixture
def kinds(monkeypatch):
    """Kinds of work by name, to be filled by the test."""
    known = {"good": lambda _running: {"n": 1}}
    monkeypatch.setattr(jobs, "works", lambda: known)
    return known


def fail(wrong):
    def work(_running):
        raise wrong

    return work


def state(job):
    job.refresh_from_db()
    return job.state, job.message


@pytest.mark.django_db
def test_the_worker_does_all_jobs_and_the_ticks_first(kinds, monkeypatch):
    ticked = []
    monkeypatch.setattr(work, "run_ticks", lambda: ticked.append(Job.objects.filter(state=Job.WAITING).count()))
    made = [queue("good", {}, None) for _ in range(2)]
    call_command("work", "--once", "--tick")
    assert ticked == [2]
    assert [state(job)[0] for job in made] == [Job.DONE] * 2


@pytest.mark.django_db
def test_a_job_that_cannot_be_taken_up_is_logged_and_looked_for_again(kinds, monkeypatch, logged_errors):
    command, looks = work.Command(), iter([LOCKED, None])

    def look():
        if wrong := next(looks):
            raise wrong
        command._stop()
        return False

    monkeypatch.setattr(work, "run_one", look)
    monkeypatch.setattr(work, "RESTS", 0)
    monkeypatch.setattr(work.os, "nice", lambda _n: 0)
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)
    command.handle(once=False, tick=False)
    assert logged_errors() == ["no job could be taken up"]


@pytest.mark.django_db
def test_whoever_runs_it_once_hears_that_the_database_is_locked(monkeypatch):
    monkeypatch.setattr(work, "run_one", lambda: (_ for _ in ()).throw(LOCKED))
    with pytest.raises(OperationalError):
        call_command("work", "--once")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (RefusedError("Tệp \x00 sai \udc80"), "Tệp  sai ?"),
        (OperationalError("database or disk is full"), "Đĩa của máy chủ đã đầy"),
    ],
)
def test_a_job_that_is_refused_says_why_whatever_the_words_hold(kinds, wrong, words):
    kinds["bad"] = fail(wrong)
    job = queue("bad", {}, None)
    assert run_one()
    assert state(job)[0] == Job.FAILED
    assert state(job)[1].startswith(words)


@pytest.mark.django_db
def test_a_job_that_fails_says_so_whatever_its_error_holds(kinds, logged_errors):
    kinds["bad"] = fail(ValueError("x\x00"))
    job = queue("bad", {}, None)
    assert run_one()
    assert state(job) == (Job.FAILED, "Phần mềm gặp lỗi; chưa ghi gì cả.")
    assert logged_errors() == [f"job {job.pk}"]


@pytest.mark.django_db
def test_a_failure_is_told_in_the_language_of_whoever_asked(kinds, logged_errors):
    kinds["bad"] = fail(ValueError())
    job = queue("bad", {"language": "en"}, None)
    assert run_one()
    assert state(job)[1] == "Something went wrong on our side; nothing was written."


@pytest.mark.django_db
def test_a_job_of_a_kind_that_is_gone_fails_and_the_next_is_done(kinds, logged_errors):
    gone, good = Job.objects.create(kind="gone"), queue("good", {}, None)
    assert run_one()
    assert run_one()
    assert (state(gone)[0], state(good)[0]) == (Job.FAILED, Job.DONE)


@pytest.mark.django_db
def test_a_failure_that_cannot_be_kept_leaves_the_job_to_be_tried_again(kinds, monkeypatch, logged_errors):
    kinds["bad"] = fail(ValueError())
    job = queue("bad", {}, None)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_mine", lambda _job: (_ for _ in ()).throw(LOCKED))
        assert run_one()
    assert state(job)[0] == Job.RUNNING
    assert run_one(clock.now() + LATER)
    assert state(job)[0] == Job.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [OSError(28, "full"), RefusedError("x"), LostError()])
def test_what_failed_here_does_not_end_what_another_worker_has_taken_over(kinds, wrong):
    def taken_over(_running):
        claim(clock.now() + LATER)
        raise wrong

    kinds["bad"] = taken_over
    job = queue("bad", {}, None)
    assert run_one()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.message) == (Job.RUNNING, 2, "")


@pytest.mark.django_db
def test_what_fails_after_the_work_was_written_does_not_say_that_nothing_was(kinds, logged_errors):
    def late(running):
        with running.finishing() as result:
            result["n"] = 1
        raise ValueError

    kinds["late"] = late
    job = queue("late", {}, None)
    assert run_one()
    job.refresh_from_db()
    assert (job.state, job.message, job.result) == (Job.DONE, "", {"n": 1})


@pytest.mark.django_db
def test_progress_of_a_job_that_another_has_taken_over_ends_the_work(kinds):
    slow = Running(queue_and_claim())
    claim(clock.now() + LATER)
    with pytest.raises(LostError):
        slow.progress(1, 2)


def queue_and_claim():
    queue("good", {}, None)
    return claim(clock.now())


class Rows:
    """Stands for the row of a job: each answer to an `update` is raised or returned."""

    def __init__(self, *answers):
        self.answers, self.written, self.all = iter(answers), [], threading.Event()

    def update(self, **values):
        answer = next(self.answers, None)
        if answer is None:
            self.all.set()
            return 1
        if isinstance(answer, Exception):
            raise answer
        self.written.append(values)
        return answer


def beat(monkeypatch, rows, *tells):
    monkeypatch.setattr(heartbeat, "PACE", 0.001)
    monkeypatch.setattr(heartbeat, "BEAT", 0.002)
    beats = Heartbeat(Job())
    beats._mine = rows
    for told in tells:
        beats.tell(told)
    beats.start()
    assert rows.all.wait(10)
    beats.stop()
    return beats


@pytest.mark.django_db
def test_a_sign_of_life_that_fails_is_tried_again(monkeypatch):
    rows = Rows(LOCKED, LOCKED, 1)
    beat(monkeypatch, rows, {"done": 3})
    assert [values["done"] for values in rows.written] == [3]


@pytest.mark.django_db
def test_a_heartbeat_that_finds_its_job_taken_over_ends_the_work(monkeypatch):
    beats = beat(monkeypatch, Rows(1))
    beats._lost = True
    with pytest.raises(LostError):
        beats.tell({})


@pytest.mark.django_db
def test_a_heartbeat_learns_that_its_job_is_not_its_own(monkeypatch):
    beats = Heartbeat(Job())
    beats._mine = Rows(0)
    assert beats._write({})
    assert beats._lost

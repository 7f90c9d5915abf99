"""What the administrator is shown of the background work, and what doctor says of it."""

import pytest
from django.urls import reverse

from coso.access.jobs import queue, run_one, works
from coso.access.models import Job, TickFailure
from coso.access.periodic import run_tick, ticks
from coso.access.permissions import by_key
from coso.lib import clock
from coso.register.testing.tree import Actors
from coso.web import machine
from coso.web.doctor import findings


def fail():
    raise ValueError("Nguyễn Thị Hoa")


def fail_twice():
    for _ in range(2):
        run_tick("duties.keep_seats", fail)


def page(client, who):
    client.force_login(who)
    return client.get(reverse("machine")).content.decode()


def test_the_last_failure_of_a_tick_is_shown_without_the_values_of_its_fault(client, actors, logged_errors):
    fail_twice()
    shown = page(client, actors.quan)
    assert "Đang lỗi" in shown
    assert "ValueError · test_machine_work.py:" in shown
    assert "Hoa" not in shown


def test_doctor_names_a_tick_that_fails_until_it_goes_well_again(tree, logged_errors):
    fail_twice()
    assert any("duties.keep_seats" in each and "2" in each for each in findings())
    run_tick("duties.keep_seats", lambda: None)
    assert not any("keep_seats" in each for each in findings())
    assert TickFailure.objects.get().ended


def test_a_job_that_broke_is_shown_and_one_that_was_refused_keeps_its_words(client, actors):
    now = {"heartbeat": clock.now(), "attempts": 1, "state": Job.FAILED}
    Job.objects.create(kind="members.book", message="lỗi máy", result={"error": "x"}, **now)
    Job.objects.create(kind="members.check", message="Nguyễn Thị Hoa", **now)
    shown = page(client, actors.quan)
    assert "Lỗi của chương trình" in shown
    assert "Hoa" not in shown


def test_the_page_costs_the_same_for_many_jobs(client, actors, django_assert_max_num_queries):
    for _ in range(60):
        queue("members.export", {}, None)
    client.force_login(actors.quan)
    with django_assert_max_num_queries(9):
        assert len(client.get(reverse("machine")).context["jobs"]) == machine.SHOWN


@pytest.mark.parametrize("who", [*Actors.POSTS])
def test_nobody_else_finds_the_page(client, actors, who):
    client.force_login(getattr(actors, who))
    assert client.get(reverse("machine")).status_code == 404


def test_everything_that_runs_has_words():
    assert {name for name, _work in ticks()} == set(by_key("ticks", "WORDS"))
    assert set(works()) == set(by_key("jobs", "WORDS"))


def test_the_home_of_the_administrator_leads_there(client, actors):
    client.force_login(actors.quan)
    assert reverse("machine") in client.get(reverse("home")).content.decode()
    assert not run_one()

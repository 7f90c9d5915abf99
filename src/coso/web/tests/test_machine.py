"""The administrator of the machine does the one job: gives access back, sees the work and the health, nobody's data."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.codes import claim
from coso.access.jobs import queue, run_one
from coso.access.models import FirstCode, Job
from coso.access.refusals import RefusedError
from coso.lib import clock
from coso.lib.dates import DAY, show_day
from coso.register.models import AccessRequest, Appointment, Person
from coso.register.services.seats import appoint, end_appointment
from coso.register.testing.tree import START
from coso.web.jobs import HEALTH

PASSWORD = "mot cau dai"


@pytest.fixture
def machine(client, actors):
    client.force_login(actors.quan)
    return client


def page(client, name, query=""):
    return client.get(reverse(name) + query).content.decode()


def names():
    return list(Person.objects.values_list("name", flat=True))


def test_an_account_is_found_by_user_name_unit_and_post_without_a_name(machine, tree):
    for query in ("?q=nhung", f"?q={tree.garment.code}", "?q=may lam"):
        text = page(machine, "machine_access", query)
        assert "<b>nhung</b>" in text
        assert "Chủ tịch" in text
        assert not [name for name in names() if name in text]
    assert "Không có tài khoản nào" in page(machine, "machine_access", "?q=khong-co")


def test_a_code_is_printed_waits_and_opens_once_confirmed(machine, client, tree, actors):
    slip = machine.post(reverse("machine_access"), {"account": actors.nhung.pk}).content.decode()
    assert "Mã đăng nhập" in slip
    assert not [name for name in names() if name in slip]
    code = slip.split('class="code">')[1].split("<")[0]
    sent = {"code": code, "password": PASSWORD}
    assert client.post(reverse("first_sign_in"), sent).status_code == 422
    row = AccessRequest.objects.get()
    client.force_login(actors.hanh)
    there = reverse("access_request", args=[row.pk])
    assert there in page(client, "home")
    assert client.post(there, {"what": "confirm"}).status_code == 302
    assert claim(code=code, password=PASSWORD) == actors.nhung


def test_a_code_that_was_given_out_is_withdrawn(machine, actors):
    machine.post(reverse("machine_access"), {"account": actors.nhung.pk})
    row = AccessRequest.objects.get()
    assert 'value="withdraw"' in page(machine, "machine_access")
    machine.post(reverse("machine_access"), {"what": "withdraw", "request": row.pk})
    assert not FirstCode.objects.filter(used=False).exists()
    assert 'value="withdraw"' not in page(machine, "machine_access")


def test_the_administrator_gets_no_code_for_a_machine_account_or_for_nobody(machine, actors):
    for key in (actors.quan.pk, "x", AccessRequest().pk):
        assert machine.post(reverse("machine_access"), {"account": key}).status_code == 404


def test_the_list_of_accounts_takes_as_many_queries_for_many(machine, tree, actors, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page(machine, "machine_access", "?q=cđcs")


def refuse(_running):
    raise RefusedError("Nguyễn Thị Nhung đã có số này")


def fail(_running):
    raise ValueError("Nguyễn Thị Nhung")


@pytest.mark.parametrize(("work", "word"), [(refuse, "Bị từ chối"), (fail, "Lỗi của chương trình")])
def test_a_failed_job_says_what_kind_of_failure_and_names_nobody(machine, monkeypatch, caplog, actors, work, word):
    monkeypatch.setattr("coso.access.jobs.works", lambda: {"members.check": work})
    queue("members.check", {}, actors.nhung)
    assert "Đang chờ" in page(machine, "machine")
    run_one()
    caplog.clear()
    text = page(machine, "machine")
    assert word in text
    assert "Kiểm tra danh sách đoàn viên" in text
    assert "Nhung" not in text


def test_the_health_is_checked_in_the_background_and_read_here(machine, tree, actors):
    assert "Chưa kiểm tra" in page(machine, "machine_health")
    for _ in range(2):
        machine.post(reverse("machine_health"))
    assert Job.objects.filter(kind=HEALTH).count() == 1
    assert reverse("machine_health_progress") in page(machine, "machine_health")
    run_one()
    job = Job.objects.get(kind=HEALTH)
    assert job.state == Job.DONE
    assert "hx-get" not in page(machine, "machine_health")
    assert machine.get(reverse("machine_health_progress")).headers["HX-Refresh"] == "true"
    Job.objects.filter(pk=job.pk).update(result={"findings": ["Ổ đĩa <đầy>"], "count": 1})
    assert "Ổ đĩa &lt;đầy&gt;" in page(machine, "machine_health")


def test_the_pages_are_in_the_menu_and_on_the_home(machine):
    home = page(machine, "home")
    for name in ("machine", "machine_access", "machine_health"):
        assert f'href="{reverse(name)}"' in home


# ── the end of the last post ──


def end(actors, who, day):
    held = Appointment.objects.get(person=actors.people[who])
    end_appointment(appointment=held, day=day, reason="x", by=None)


@pytest.mark.parametrize(
    "name", ["home", "units", "search", "members", "grading", "who_sees_me", "account_change_password"]
)
def test_whose_last_post_ended_is_refused_everywhere_with_the_reason(client, actors, name):
    client.force_login(actors.nhung)
    assert client.get(reverse(name), follow=True).status_code == 200
    end(actors, "nhung", clock.today())
    answer = client.get(reverse(name))
    assert answer.status_code == 403
    assert "Chức danh của đồng chí đã kết thúc" in answer.content.decode()
    assert client.post(reverse(name)).status_code == 403


def test_who_is_refused_can_still_sign_out(client, actors):
    client.force_login(actors.nhung)
    end(actors, "nhung", clock.today())
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_post_to_come_is_told(client, tree, actors):
    end(actors, "nhung", clock.today())
    appoint(person=actors.people["nhung"], unit=tree.garment, post="chair", day=clock.today() + DAY, by=None)
    client.force_login(actors.nhung)
    assert f"bắt đầu ngày {show_day(clock.today() + DAY)}" in page(client, "home")


def test_who_has_another_post_or_runs_the_machine_goes_on(client, tree, actors):
    end(actors, "nhung", clock.today())
    appoint(person=actors.people["nhung"], unit=tree.school, post="vice_chair", day=START, by=None)
    for who in (actors.nhung, actors.quan):
        client.force_login(who)
        assert client.get(reverse("home")).status_code == 200


def test_public_pages_stay_open_to_whoever_is_refused(client, actors):
    end(actors, "nhung", clock.today())
    client.force_login(actors.nhung)
    assert client.get(reverse("first_sign_in")).status_code == 200


def test_the_check_costs_no_query_of_its_own_and_writes_nothing(client, tree, actors):
    client.force_login(actors.nhung)
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("unit", args=[tree.garment.code]))
    asked = [query["sql"] for query in seen if '"register_person"."user_id" =' in query["sql"]]
    assert len([sql for sql in asked if "managermark" not in sql]) == 1
    assert not [query for query in seen if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]

"""An empty installation leads through five steps: the administrator does the first, an officer the others."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from coso.access.codes import claim
from coso.access.models import Account, Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.register.models import Unit
from coso.register.services.setup import begin_province, first_posts
from coso.web.setup_wizard import first_steps

PASSWORD = "mot cau dai"
PROVINCE = {"name": "LĐLĐ tỉnh Lam", "code": "NA", "day": dt.date(2024, 1, 1)}
SAID = {**PROVINCE, "officer": "Trần Thị Mai", "post": "provincial_specialist"}


def printed(*flags):
    out = io.StringIO()
    call_command("administrator", *flags, stdout=out)
    return out.getvalue()


def code_in(text, mark):
    return text.split(mark)[1].split()[0].split("<")[0]


@pytest.fixture
def administrator(client, db):
    code = code_in(printed("--if-none"), "30 ngày: ")
    client.post(reverse("first_sign_in"), {"code": code, "password": PASSWORD})
    return Account.objects.get(username="quantri")


@pytest.fixture
def first_officer(client, administrator):
    slip = client.post(reverse("beginning_province"), SAID).content.decode()
    account = claim(code=code_in(slip, 'class="code">'), password=PASSWORD)
    client.force_login(account)
    return account


def states(user):
    return [step.done for step in first_steps(Account.objects.get(pk=user.pk))]


def test_the_first_start_prints_a_code_that_opens_the_machine(client, administrator):
    assert administrator.runs_machine
    assert client.get(reverse("home")).status_code == 200
    assert printed("--if-none") == ""


def test_the_code_is_printed_at_each_start_until_it_is_used(db):
    first, second = printed("--if-none"), printed("--if-none")
    assert code_in(first, "30 ngày: ") != code_in(second, "30 ngày: ")
    assert Account.objects.count() == 1


def test_a_lost_password_of_the_administrator_gets_a_new_code(administrator):
    assert claim(code=code_in(printed(), "30 ngày: "), password=PASSWORD + "!") == administrator


def test_the_administrator_is_led_to_the_province_and_to_nothing_else(client, administrator):
    home = client.get(reverse("home")).content.decode()
    assert "Năm bước đầu" in home
    assert reverse("beginning_province") in home
    assert reverse("units_import") not in home
    assert client.get(reverse("units_import")).status_code == 404


def test_the_province_is_begun_and_its_officer_opens_the_account(client, administrator):
    slip = client.post(reverse("beginning_province"), SAID).content.decode()
    assert "Trần Thị Mai" in slip
    assert Unit.objects.get().code == "NA"
    assert Action.objects.get(verb="province.begin").actor == administrator.pk
    assert states(administrator) == [True, False, False, False, False]


def test_a_lost_slip_is_printed_again_until_it_is_used(client, administrator):
    client.post(reverse("beginning_province"), SAID)
    assert reverse("beginning_province") in client.get(reverse("home")).content.decode()
    assert "Trần Thị Mai" in client.get(reverse("beginning_province")).content.decode()
    slip = client.post(reverse("beginning_province")).content.decode()
    assert claim(code=code_in(slip, 'class="code">'), password=PASSWORD).username == "maitt"
    assert client.get(reverse("beginning_province")).status_code == 404


def test_what_is_missing_is_told_at_its_field_and_nothing_is_made(client, administrator):
    answer = client.post(reverse("beginning_province"), {**SAID, "name": " ", "day": "2999-01-01"})
    assert answer.status_code == 422
    assert not Unit.objects.exists()
    answer = client.post(reverse("beginning_province"), {**SAID, "day": "2999-01-01"})
    assert "tương lai" in answer.content.decode()


def test_the_officer_goes_on_with_units(client, first_officer):
    home = client.get(reverse("home")).content.decode()
    assert f'btn btn-primary" href="{reverse("units_import")}"' in home
    assert client.get(reverse("units_import")).status_code == 200


def test_the_administrator_sees_no_name_of_anybody_afterwards(client, first_officer, administrator):
    client.force_login(administrator)
    assert "Trần Thị Mai" not in client.get(reverse("beginning")).content.decode()
    assert client.get(reverse("beginning_province")).status_code == 404


def test_a_second_province_is_refused(administrator, tree):
    with pytest.raises(RefusedError):
        begin_province(by=administrator, **SAID)


def test_nobody_but_the_administrator_begins_a_province(actors):
    with pytest.raises(ForbiddenError):
        begin_province(by=actors.chuyen, **SAID)


def test_the_posts_of_the_first_officer_are_those_of_the_province():
    assert first_posts() == ["provincial_leader", "provincial_specialist"]


def test_the_steps_are_gone_once_all_are_done(client, actors, a_round):
    assert first_steps(actors.chuyen) == []
    client.force_login(actors.chuyen)
    assert "Năm bước đầu" not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("beginning")).status_code == 404


def test_without_a_rubric_only_the_last_step_is_open(actors):
    assert states(actors.chuyen) == [True, True, True, True, False]
    assert [step.next for step in first_steps(actors.chuyen)] == [False, False, False, False, True]


def test_a_chair_has_nothing_to_do_with_the_beginning(actors):
    assert first_steps(actors.nhung) == []


def test_the_steps_cost_two_queries(actors, django_assert_num_queries):
    user = Account.objects.get(pk=actors.chuyen.pk)
    with django_assert_num_queries(2):
        first_steps(user)

"""A printed code opens an account once, for thirty days."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator

from coso.access.codes import administrator_code, administrator_waits, claim, find_code, make_code
from coso.access.models import Account, FirstCode
from coso.access.refusals import RefusedError
from coso.lib import clock
from coso.testing.days import on

GOOD = "mật khẩu thật dài 9"
pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return Account.objects.create(username="hoa", name="Hoa", is_active=False)


def test_a_code_opens_its_account_once(account):
    code = make_code(account)
    assert claim(code=code, password=GOOD).pk == account.pk
    account.refresh_from_db()
    assert account.is_active
    assert account.check_password(GOOD)
    with pytest.raises(RefusedError):
        claim(code=code, password=GOOD)


def test_a_code_is_read_however_it_is_typed(account):
    code = make_code(account)
    assert find_code(code.lower().replace("-", " ")).account == account


def test_only_the_newest_code_works(account):
    first, second = make_code(account), make_code(account)
    assert find_code(first) is None
    assert find_code(second).account == account


def test_a_code_is_not_kept_in_clear(account):
    code = make_code(account)
    assert code.encode() not in bytes(FirstCode.objects.get().look)


@pytest.mark.parametrize(("days", "works"), [(30, True), (31, False)])
def test_a_code_lasts_thirty_days(account, days, works):
    code = make_code(account)
    with on(clock.today() + dt.timedelta(days=days) - dt.timedelta(days=days == 30)):
        assert (find_code(code) is not None) == works


def test_a_weak_password_leaves_the_code_unused(account):
    code = make_code(account)
    with pytest.raises(RefusedError) as told:
        claim(code=code, password="123")
    assert {reason.field for reason in told.value.reasons} == {"password"}
    assert find_code(code)


def test_a_code_takes_the_second_step_off(account):
    Authenticator.objects.create(user=account, type="totp", data={})
    claim(code=make_code(account), password=GOOD)
    assert not Authenticator.objects.exists()


def test_the_administrator_is_made_once_and_waits_until_the_code_is_used():
    account, code = administrator_code()
    assert administrator_waits()
    assert administrator_code()[0] == account
    claim(code=administrator_code()[1], password=GOOD)
    assert find_code(code) is None
    assert not administrator_waits()

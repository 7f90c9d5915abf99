"""Guessing gets slower and slower; nobody is locked out, and nobody waits for what happens at another place."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.codes import make_code
from coso.access.models import FirstCode
from coso.doors.models import Bucket
from coso.doors.services import BALLOT_CODE, FIRST_CODE, PASSWORD, attempt, in_words, network, purge, succeeded
from coso.law import parameter
from coso.lib import clock

HERE, ELSEWHERE = "203.113.1.7", "117.2.3.4"
PASSWORD_OF_NHUNG = "mot cau dai"
pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Sets the clock so many seconds after the test's beginning."""
    begun = clock.now()
    return lambda seconds: monkeypatch.setattr(clock, "now", lambda: begun + dt.timedelta(seconds=seconds))


def number(key):
    return int(parameter(f"doors.{key}").at(clock.today()).number)


def tries(n, kind=PASSWORD, subject="nhung", address=HERE):
    return [attempt(kind, subject, address) for _ in range(n)]


def test_the_first_tries_are_free_and_then_the_wait_doubles_up_to_a_longest(at):
    at(0)
    assert set(tries(number("guess_free"))) == {0}
    now, waits = 0, []
    for _each in range(12):
        waits.append(attempt(PASSWORD, "nhung", HERE))
        now += waits[-1]
        at(now)
        assert attempt(PASSWORD, "nhung", HERE) == 0
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) <= number("guess_longest_wait")


def test_asking_again_while_waiting_makes_it_no_longer(at):
    at(0)
    tries(number("guess_free"))
    assert tries(50) == [2] * 50
    at(2)
    assert attempt(PASSWORD, "nhung", HERE) == 0


def test_tries_run_down_with_time_and_their_row_is_taken_away(at):
    at(0)
    tries(number("guess_free"))
    at(number("guess_free") * number("guess_forget"))
    assert set(tries(number("guess_free"))) == {0}
    at(3 * number("guess_free") * number("guess_forget"))
    purge(clock.now())
    assert not Bucket.objects.exists()


def test_a_province_behind_one_address_is_not_held_up_by_one_name(at):
    at(0)
    tries(50)
    assert {attempt(PASSWORD, f"can-bo-{n}", HERE) for n in range(200)} == {0}


def test_whoever_signed_in_at_a_place_does_not_wait_for_a_script_elsewhere(at):
    at(0)
    assert attempt(PASSWORD, "nhung", HERE) == 0
    succeeded(PASSWORD, "nhung", HERE)
    for n in range(number("account_free") + 5):
        attempt(PASSWORD, "nhung", f"10.0.{n}.1")
    assert attempt(PASSWORD, "nhung", "10.9.9.9") > 0
    assert attempt(PASSWORD, "nhung", HERE) == 0


def test_an_unknown_place_waits_a_short_time_at_most_for_what_others_did(at):
    at(0)
    for n in range(200):
        attempt(PASSWORD, "nhung", f"10.0.{n}.1")
    assert 0 < attempt(PASSWORD, "nhung", ELSEWHERE) <= number("account_longest_wait")


def test_the_whole_site_takes_so_many_wrong_passwords_and_then_one_a_second(at):
    at(0)
    free = number("guesses_per_minute")
    assert {attempt(PASSWORD, f"name-{n}", f"10.{n // 250}.{n % 250}.1") for n in range(free)} == {0}
    assert attempt(PASSWORD, "one-more", ELSEWHERE) == 1


def test_a_script_with_wrong_ballot_codes_holds_up_neither_other_polls_nor_other_places(at):
    at(0)
    waits = tries(205, BALLOT_CODE, "ABCD")
    assert waits[-1] > 0
    assert attempt(BALLOT_CODE, "ABCD", ELSEWHERE) == 0
    assert attempt(BALLOT_CODE, "EFGH", HERE) == 0


def test_a_right_code_leaves_nothing_behind(at):
    at(0)
    assert attempt(BALLOT_CODE, "ABCD", HERE) == 0
    succeeded(BALLOT_CODE, "ABCD", HERE)
    assert not Bucket.objects.exists()


def test_one_right_code_buys_no_free_guesses(at):
    at(0)
    tries(number("code_free"), FIRST_CODE, "")
    succeeded(FIRST_CODE, "", HERE)
    assert attempt(FIRST_CODE, "", HERE) == 0
    assert attempt(FIRST_CODE, "", HERE) > 0


def test_no_name_and_no_address_can_be_read_in_what_is_kept(at):
    at(0)
    tries(3)
    kept = str(list(Bucket.objects.values()))
    assert "nhung" not in kept
    assert "203" not in "".join(Bucket.objects.values_list("key", flat=True)) or "203.113" not in kept
    assert all(len(key) == 32 for key in Bucket.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("address", "known"),
    [(HERE, "203.113.1.0"), ("2405:4800:1:2::3", "2405:4800:1::"), ("", ""), ("unix", "")],
)
def test_an_address_is_known_by_its_network_alone(address, known):
    assert network(address) == known


def test_the_wait_is_told_in_seconds_and_then_in_minutes():
    assert "chờ 40 giây" in in_words(40)
    assert "chờ 15 phút" in in_words(900)


@pytest.fixture
def nhung(actors):
    actors.nhung.set_password(PASSWORD_OF_NHUNG)
    actors.nhung.save()
    return actors.nhung


def sign_in(client, password, **extra):
    return client.post(reverse("account_login"), {"login": "nhung", "password": password}, **extra)


def test_wrong_passwords_are_told_to_wait_and_the_right_one_is_taken_after_it(client, nhung, at):
    at(0)
    for _each in range(number("guess_free")):
        assert "không đúng" in sign_in(client, "sai").content.decode()
    told = sign_in(client, PASSWORD_OF_NHUNG)
    assert "Xin chờ 2 giây" in told.content.decode()
    assert 'value="nhung"' in told.content.decode()
    at(2)
    assert sign_in(client, PASSWORD_OF_NHUNG).status_code == 302


def test_every_process_counts_the_same_tries(client, nhung, at):
    at(0)
    tries(number("guess_free"), address="127.0.0.1")  # as another process would have
    assert "Xin chờ" in sign_in(client, PASSWORD_OF_NHUNG).content.decode()


def test_wrong_first_codes_are_told_to_wait_and_nothing_typed_is_lost(client, actors, at):
    at(0)
    code = make_code(actors.nhung)
    url = reverse("first_sign_in")
    for _each in range(number("code_free")):
        assert client.post(url, {"code": "AAAA-AAAA-AAAA", "password": "mot cau dai"}).status_code == 422
    told = client.post(url, {"code": code, "password": "mot cau dai"}).content.decode()
    assert "Xin chờ 1 giây" in told
    assert code in told
    assert client.post(url, {"code": code, "password": "mot cau dai"}, REMOTE_ADDR=ELSEWHERE).status_code == 302
    assert FirstCode.objects.get().used


def test_a_weak_password_with_a_right_code_counts_as_no_guess(client, actors, at):
    at(0)
    code = make_code(actors.nhung)
    for _each in range(number("code_free") + 5):
        said = client.post(reverse("first_sign_in"), {"code": code, "password": "12345678"}).content.decode()
        assert "Xin chờ" not in said


def test_the_present_password_cannot_be_guessed_by_changing_it(client, nhung, at):
    at(0)
    sign_in(client, PASSWORD_OF_NHUNG)
    said = {"oldpassword": "sai", "password1": "mot cau khac", "password2": "mot cau khac"}
    pages = [client.post(reverse("account_change_password"), said).content.decode() for _ in range(6)]
    assert "Xin chờ" not in pages[0]
    assert "Xin chờ" in pages[-1]


def test_beginnings_with_a_passkey_are_counted(client, db, at):
    at(0)
    ask = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_ACCEPT": "application/json"}
    answers = [client.get(reverse("mfa_login_webauthn"), **ask) for _ in range(number("code_free") + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * number("code_free")
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "1"

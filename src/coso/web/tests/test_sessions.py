"""Sessions are rows that can be ended; a plain page writes nothing; what is printed comes from the settings."""

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.codes import make_code
from coso.doors.sessions import end_sessions_without_post, forget_ended
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.services.seats import end_appointment
from coso.testing.installations import Installation

PASSWORD = "mot cau dai"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"


@pytest.fixture
def nhung(actors):
    actors.nhung.set_password(PASSWORD)
    actors.nhung.save()
    return actors.nhung


def signed_in(**extra):
    client = Client(**extra)
    assert client.post(reverse("account_login"), {"login": "nhung", "password": PASSWORD}).status_code == 302
    return client


def is_in(client):
    return client.get(reverse("who_sees_me")).status_code == 200


def test_a_cookie_is_worth_nothing_after_signing_out(nhung):
    client = signed_in()
    stolen = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_in(thief)


def test_one_device_is_signed_out_from_another(nhung):
    desk, phone = signed_in(), signed_in(HTTP_USER_AGENT=PHONE)
    page = desk.get(reverse("devices")).content.decode()
    assert "Chrome, Android" in page
    assert page.count('name="session"') == 1
    key = UserSession.objects.get(user_agent=PHONE).pk
    assert desk.post(reverse("devices"), {"session": key}, follow=True).status_code == 200
    assert is_in(desk)
    assert not is_in(phone)
    assert "Chrome, Android" not in desk.get(reverse("devices")).content.decode()


def test_everywhere_else_is_signed_out_at_once(nhung):
    desk, phone, tablet = signed_in(), signed_in(), signed_in()
    desk.post(reverse("devices"), {})
    assert [is_in(each) for each in (desk, phone, tablet)] == [True, False, False]


@pytest.mark.parametrize("said", ["x", "-1", "9" * 30, "²"])
def test_a_device_of_another_account_or_none_is_left_alone(nhung, actors, said):
    other = signed_in()
    UserSession.objects.update(user=actors.hanh)
    desk = signed_in()
    for key in (said, UserSession.objects.get(user=actors.hanh).pk):
        assert desk.post(reverse("devices"), {"session": key}).status_code == 302
    assert is_in(other)


def test_changing_the_password_ends_the_other_sessions(nhung):
    desk, phone = signed_in(), signed_in()
    said = {"oldpassword": PASSWORD, "password1": "mot cau khac", "password2": "mot cau khac"}
    assert desk.post(reverse("account_change_password"), said).status_code == 302
    assert is_in(desk)
    assert not is_in(phone)
    assert Session.objects.count() == 1
    assert desk.get(reverse("devices")).content.decode().count("Đăng xuất") == 1  # the menu's alone


def test_a_printed_code_ends_every_session_before_it(nhung):
    desk, fresh = signed_in(), Client()
    code = make_code(nhung)
    assert fresh.post(reverse("first_sign_in"), {"code": code, "password": "mot cau khac"}).status_code == 302
    assert is_in(fresh)
    assert not is_in(desk)
    assert "máy này" in fresh.get(reverse("devices")).content.decode()


def test_losing_the_last_post_ends_the_sessions_and_nobody_elses(nhung, actors, today):
    desk = signed_in()
    end_sessions_without_post()
    assert is_in(desk)
    post = Appointment.objects.get(person=actors.people["nhung"])
    end_appointment(appointment=post, day=today, reason="", by=None)
    other = Client()
    actors.hanh.set_password(PASSWORD)
    actors.hanh.save()
    other.post(reverse("account_login"), {"login": "hanh", "password": PASSWORD})
    end_sessions_without_post()
    assert not is_in(desk)
    assert is_in(other)


def test_who_signs_in_without_a_post_is_not_thrown_out_each_minute(actors):
    actors.quan.set_password(PASSWORD)
    actors.quan.save()
    client = Client()
    client.post(reverse("account_login"), {"login": "quan", "password": PASSWORD})
    end_sessions_without_post()
    assert is_in(client)


def test_sessions_that_have_run_out_are_taken_away(nhung):
    signed_in()
    forget_ended()
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    Session.objects.update(expire_date=clock.now() - dt.timedelta(seconds=1))
    forget_ended()
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["home", "members", "who_sees_me", "devices", "account_change_password"])
def test_a_plain_page_writes_nothing_and_asks_once_for_the_session(nhung, name):
    client = signed_in()
    client.get(reverse("home"))  # the message of having signed in is taken
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(reverse(name)).status_code == 200
    said = [each["sql"] for each in asked]
    assert not [sql for sql in said if sql.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert len([sql for sql in said if '"django_session"' in sql and '"usersessions' not in sql]) == 1


@pytest.mark.parametrize("name", ["account_login", "first_sign_in", "slip"])
def test_an_anonymous_page_keeps_no_session(client, db, name):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse(name))
    assert "sessionid" not in answer.cookies
    assert not [each for each in asked if "session" in each["sql"]]


def test_messages_stand_in_a_cookie_and_not_in_the_session(nhung):
    client = signed_in()
    before = Session.objects.get().session_data
    client.post(reverse("devices"), {})
    assert Session.objects.get().session_data == before
    assert "Đã đăng xuất mọi máy khác" in client.get(reverse("devices")).content.decode()


def test_no_page_of_a_person_is_kept_by_a_browser_or_a_proxy(nhung):
    client = signed_in()
    for name in ("home", "devices", "members"):
        assert client.get(reverse(name)).headers["Cache-Control"] == "private, no-store"
    assert "no-store" in Client().get(reverse("slip")).headers["Cache-Control"]


def test_static_files_are_kept(client, db):
    sheet = client.get("/static/css/plain.css")
    assert "max-age" in sheet.headers["Cache-Control"]
    for close in sheet._resource_closers:
        close()


def test_no_address_is_built_from_what_a_request_calls_us():
    ours = [file for file in Path(settings.PROJECT, "src", "coso").rglob("*.py") if "tests" not in file.parts]
    assert [file.name for file in ours if re.search(r"build_absolute_uri|get_host\(", file.read_text())] == []


def test_a_slip_names_the_declared_address(client, actors, tree, settings):
    settings.ORIGIN = "https://congdoan.lam.vn"
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(actors.lanh)
    post = Appointment.objects.get(person=actors.people["hanh"])
    url = reverse("appointment_code", args=[tree.ward.code, post.pk])
    page = client.post(url, HTTP_HOST="evil.example").content.decode()
    assert "congdoan.lam.vn" in page
    assert "evil" not in page


def settings_with(tmp_path, **given):
    """The settings as a process with these variables has them."""
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "PROXIES", "ORIGIN")
    code = f"from django.conf import settings as s; print([getattr(s, n) for n in {names}])"
    env = {**Installation(tmp_path).env, **given, "DJANGO_SETTINGS_MODULE": "coso.settings"}
    out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return out.stdout.strip()


def test_behind_tls_cookies_are_secure_and_browsers_stay_with_https(tmp_path):
    given = {"COSO_ORIGINS": "https://congdoan.lam.vn/", "COSO_PROXIES": "1"}
    assert settings_with(tmp_path, **given) == "[True, True, 31536000, 1, 'https://congdoan.lam.vn']"
    assert (
        settings_with(tmp_path, COSO_ORIGINS="http://10.0.0.7:8000") == "[False, False, 0, 0, 'http://10.0.0.7:8000']"
    )


def asked_of(count):
    """What the application sees of a client that lies about its address behind so many declared proxies."""
    from waitress.proxy_headers import proxy_headers_middleware

    from coso.web.server import proxies

    seen = {}
    given = proxies(count)
    given["clear_untrusted"] = given.pop("clear_untrusted_proxy_headers")
    environ = {"REMOTE_ADDR": "10.0.0.2", "wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"}
    environ |= {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2, 3.3.3.3", "SERVER_PORT": "80", "HTTP_HOST": "x"}
    app = proxy_headers_middleware(lambda environ, _start: seen.update(environ) or [b""], **given)
    app(environ, lambda *_: None)
    return seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], "HTTP_X_FORWARDED_FOR" in seen


def test_who_asks_is_believed_of_the_declared_number_of_proxies_alone():
    assert asked_of(0) == ("10.0.0.2", "http", False)
    assert asked_of(1)[:2] == ("3.3.3.3", "https")
    assert asked_of(2)[0] == "2.2.2.2"


FROM_OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
TYPED = "Bà Hoa nghỉ hưu; <b>bàn giao</b> sổ & quỹ"


def test_the_language_is_switched_before_signing_in(client, db):
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    assert answer.url == reverse("account_login")
    assert 'lang="en"' in client.get(answer.url).content.decode()


def test_what_was_typed_in_a_tab_that_is_signed_out_is_kept_in_words(nhung, tree):
    client = signed_in()
    client.post(reverse("account_logout"))
    url = reverse("unit_end", args=[tree.garment.code])
    answer = client.post(url, {"reason": TYPED, "password": "bi mat"}, **FROM_OURS)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Đã đăng xuất" in page
    assert "&lt;b&gt;bàn giao&lt;/b&gt; sổ &amp; quỹ" in page
    assert "bi mat" not in page
    assert "Gửi lại" in page


def test_a_saved_cell_gets_401_without_a_page_after_the_session_was_ended(nhung, sheet):
    client = signed_in()
    Session.objects.all().delete()
    line = sheet.lines.get(code="D01")
    answer = client.post(reverse("line_score", args=[line.pk]), {"points": "3"}, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_form_of_an_older_sign_in_is_sent_again_with_a_new_token(actors, tree):
    client = Client(enforce_csrf_checks=True)
    client.force_login(actors.chuyen)
    url = reverse("unit_end", args=[tree.school.code])
    page = client.post(url, {"csrfmiddlewaretoken": "a" * 64, "reason": TYPED}, **FROM_OURS)
    assert page.status_code == 403
    assert "Gửi lại" in page.content.decode()
    token = client.cookies["csrftoken"].value
    again = client.post(url, {"csrfmiddlewaretoken": token, "reason": TYPED}, **FROM_OURS)
    assert again.status_code == 422


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}]
)
def test_what_a_foreign_page_made_up_is_not_offered_again(actors, tree, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(actors.chuyen)
    page = client.post(reverse("unit_end", args=[tree.school.code]), {"reason": TYPED}, **headers)
    assert page.status_code == 403
    assert "bàn giao" not in page.content.decode()


def test_a_refusal_shows_what_was_typed(client, actors, tree, a_round, monkeypatch):
    from coso.access.refusals import RefusedError

    def refuse(*_args, **_options):
        raise RefusedError("Không được.")

    monkeypatch.setattr("coso.web.views.devices.open_sessions", refuse)
    monkeypatch.setattr("coso.web.views.devices.end_sessions", refuse)
    client.force_login(actors.nhung)
    page = client.post(reverse("devices"), {"why": TYPED}).content.decode()
    assert "bàn giao" in page

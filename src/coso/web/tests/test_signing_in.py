"""Signing in: every page is ours, in the reader's language; authenticator and recovery codes open the account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils.html import strip_tags

from coso import settings as whole_settings
from coso.access.codes import claim, make_code
from coso.lib import clock
from coso.web.signing_in import BY_CODE

PASSWORD = "mot cau dai"
PAGES = [
    "account_login", "account_inactive", "account_reauthenticate", "account_change_password", "account_logout",
    "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate",
]  # fmt: skip
NOT_PAGES = {
    "mfa_authenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn",
    "mfa_download_recovery_codes",
}  # fmt: skip
ENGLISH = re.compile(
    r"\b(the|your|you|please|password|sign|email|confirm|account|code|codes|enter|passkey|keys?)\b", re.I
)


@pytest.fixture
def nhung(client, actors):
    actors.nhung.set_password(PASSWORD)
    actors.nhung.save()
    return actors.nhung


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "nhung", "password": PASSWORD})


def mounted():
    def names(patterns):
        for each in patterns:
            yield from names(each.url_patterns) if hasattr(each, "url_patterns") else [each.name]

    return {name for name in names(get_resolver().url_patterns) if name and name.startswith(("account_", "mfa_"))}


def words_of(answer):
    page = re.sub(r"(?s)<(script|style|template)\b.*?</\1>|<nav.*?</nav>", " ", answer.content.decode())
    return " ".join(strip_tags(page).replace("English", "").split())


def test_every_mounted_page_is_known_here():
    assert mounted() == {*PAGES, *NOT_PAGES, *BY_CODE}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_signing_in_is_ours_and_in_the_language_of_the_reader(client, nhung, name, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if name != "account_login":
        sign_in(client)
    if name in ("mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"):
        TOTP.activate(nhung, generate_totp_secret())
        RecoveryCodes.activate(nhung)
    answer = client.get(reverse(name), follow=True)
    if answer.redirect_chain and "reauthenticate" in answer.redirect_chain[-1][0]:
        answer = client.post(answer.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        assert answer.request["PATH_INFO"] == reverse(name)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<header class="top">' in page
    assert f'<html lang="{language}">' in page
    if language == "vi":
        assert not ENGLISH.findall(words_of(answer)), words_of(answer)


@pytest.mark.parametrize("name", BY_CODE)
def test_what_goes_by_e_mail_elsewhere_goes_by_printed_code_here(client, db, name):
    assert client.get(reverse(name)).url == reverse("first_sign_in")


def test_a_wrong_password_is_told_in_vietnamese_and_tells_no_more(client, nhung):
    for who in ("nhung", "nobody"):
        answer = client.post(reverse("account_login"), {"login": who, "password": "sai"})
        assert "không đúng" in answer.content.decode()
        assert not ENGLISH.findall(words_of(answer))


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(clock.seconds()) // 30))


def test_an_authenticator_is_asked_for_after_the_password(client, nhung):
    secret = generate_totp_secret()
    TOTP.activate(nhung, secret)
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("home")).status_code == 302
    page = client.get(reverse("mfa_authenticate"))
    assert not ENGLISH.findall(words_of(page))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not ENGLISH.findall(words_of(wrong))
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("home")).status_code == 200


def test_a_recovery_code_opens_the_account_once(client, nhung):
    TOTP.activate(nhung, generate_totp_secret())
    code = RecoveryCodes.activate(nhung).get_unused_codes()[0]
    for status in (200, 302):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.get(reverse("home")).status_code == status
        client.post(reverse("account_logout"))


def test_a_printed_code_takes_the_second_steps_of_a_lost_phone_away(client, nhung):
    TOTP.activate(nhung, generate_totp_secret())
    claim(code=make_code(nhung), password=PASSWORD)
    assert not Authenticator.objects.exists()
    sign_in(client)
    assert client.get(reverse("home")).status_code == 200


def test_an_installation_hashes_passwords_with_argon():
    """The tests themselves run with a quicker one."""
    assert whole_settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"

"""Every address has its class of size and time; the anonymous ones are listed, the strictest, by name."""

import inspect

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse

from coso.web.limits import ANONYMOUS, FORM, NOTHING, PHOTO_FORMS, SMALL, UPLOAD, UPLOADS, limit, limit_of

EXAMPLES = {
    "slip_code": ["ABCD"],
    "public_result": ["A1", 2026],
    "public_fact": ["ABCD"],
    "confirm": ["ABCD"],
    "law_function": ["pay.overtime"],
    "speak": ["ABCD"],
    "speak_keep": ["ABCD"],
}


def patterns(resolver):
    for each in resolver.url_patterns:
        yield from patterns(each) if isinstance(each, URLResolver) else [each]


def mounted():
    return list(patterns(get_resolver()))


def test_every_address_open_without_signing_in_is_listed_with_its_class():
    open_to_all = {each.name for each in mounted() if not getattr(each.callback, "login_required", True)}
    assert open_to_all == set(ANONYMOUS)


def test_no_anonymous_address_takes_more_than_a_small_body_but_photos_of_a_concern():
    assert {name for name, size in ANONYMOUS.items() if size not in (NOTHING, SMALL)} == {"speak"}
    for name, size in ANONYMOUS.items():
        assert limit_of(reverse(name, args=EXAMPLES.get(name)), "") == limit(size)


def test_sizes_and_times_grow_from_class_to_class():
    limits = [limit(name) for name in (NOTHING, SMALL, FORM, UPLOAD)]
    assert sorted(limits, key=lambda each: (each.size, each.seconds)) == limits
    assert limit(UPLOAD).size > settings.ATTACHMENT_MAX


def test_every_view_that_takes_files_is_an_upload_and_exists():
    names = {each.name for each in mounted()}
    assert names >= UPLOADS | PHOTO_FORMS
    taking = {each.name for each in mounted() if "FILES" in source(each.callback)}
    assert taking <= UPLOADS | PHOTO_FORMS | {"sheet_paper_issue", "speak"}, taking - UPLOADS


def source(view):
    try:
        return inspect.getsource(inspect.unwrap(view))
    except (TypeError, OSError):
        return ""


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/doan-vien/nhap/", "/no/such/page", "//", "/%00"])
def test_nobody_signed_in_sends_more_than_a_small_body_anywhere(path):
    for cookies in ("", "sessionid=made-up", "sessionid=", "sessionid=\x00", "x" * 5000):
        assert limit_of(path, cookies) == limit(SMALL)


def test_somebody_signed_in_sends_forms_and_files_until_the_session_ends(client, actors):
    client.force_login(actors.nhung)
    cookies = f"a=b; sessionid={client.cookies['sessionid'].value}"
    assert limit_of(reverse("members_import"), cookies) == limit(UPLOAD)
    assert limit_of(reverse("home"), cookies) == limit(FORM)
    client.logout()
    assert limit_of(reverse("members_import"), cookies) == limit(SMALL)

"""How much a request may carry and how long it may take to arrive: by its address and by whether anybody is signed in.

Every address that is open without signing in stands here with its class; a test walks the addresses and finds any that
does not. An address that is not here belongs to people who are signed in, and takes as little as an anonymous one until
the session in its cookie is known.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connection
from django.http import Http404, parse_cookie
from django.urls import ResolverMatch, resolve

from coso.access.permissions import by_key
from coso.lib import clock


@dataclass(frozen=True)
class Limit:
    """The most bytes of a request's body, and the seconds within which all of it has to be there."""

    size: int
    seconds: int


KEY = re.compile("[a-z0-9]{32}")
# The classes of the settings: nothing, a code or a password, a form, some photos, a file.
NOTHING, SMALL, FORM, PHOTOS, UPLOAD = "nothing", "small", "form", "photos", "upload"

ANONYMOUS = {
    "first_sign_in": SMALL,
    "set_language": SMALL,
    "account_login": SMALL,
    "account_logout": SMALL,
    "account_inactive": NOTHING,
    "account_signup": NOTHING,
    "account_set_password": NOTHING,
    "account_email": NOTHING,
    "mfa_authenticate": SMALL,
    "mfa_login_webauthn": SMALL,
    "slip": SMALL,
    "slip_code": NOTHING,
    "slip_answer": SMALL,
    "public_result": NOTHING,
    "public_fact": NOTHING,
    "speak": PHOTOS,
    "speak_keep": SMALL,
    "receipt": SMALL,
    "hook_zalo": SMALL,
    "hook_messenger": SMALL,
    "confirm": SMALL,
    "receipt_more": SMALL,
    "receipt_stamp": SMALL,
    "law": NOTHING,
    "law_function": NOTHING,
}
# Where signed-in people send some photos.
PHOTO_FORMS = {"report"}
# Where signed-in people send files.
UPLOADS = {
    "notice_write",
    "line_proofs",
    "line_answer",
    "sheet_deed",
    "document_scan",
    "rubric_take_in",
}


def limit(name: str) -> Limit:
    """The limit of a class as this installation sets it."""
    return Limit(*settings.BODY_LIMITS[name])


def limit_of(path: str, cookies: str) -> Limit:
    """The limit of a request by its path and its Cookie header; reads the session only for more than a small body."""
    found = _address(path)
    name = found.url_name if found else ""
    if name in ANONYMOUS:
        return limit(ANONYMOUS[name])
    if not signed_in(cookies):
        return limit(SMALL)
    if name in PHOTO_FORMS:
        return limit(PHOTOS)
    lists = {f"{key}_import" for key in by_key("import_kinds", "IMPORTS")}
    return limit(UPLOAD if name in UPLOADS | lists else FORM)


def _address(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except (Http404, DisallowedHost, UnicodeError):
        return None


def signed_in(cookies: str) -> bool:
    """Whether the cookie names a session that is known and has not ended; no where the database does not answer."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    if not KEY.fullmatch(key):
        return False
    try:
        return SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=clock.now()).exists()
    except DatabaseError:
        connection.close()
        return False

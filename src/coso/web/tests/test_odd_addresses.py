"""Every address of ours with values in it that nobody means, in its path, its query and its form: none is a fault."""

import re
import uuid
import zlib

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coso.testing.addresses import ADDRESSES, let_wait, post_targets, targets

KEY = uuid.UUID(int=7).hex
TYPED = ["²", "٣", "9" * 5000, "-1", "31/02/2026"]
CURSORS = ["9" * 20, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-02-31"]
ODD = ["²", "٣", "9" * 5000, "x" * 3000, *(f"{first}.{KEY}" for first in CURSORS)]
DAYS = ["1945-01-01", "31/02/2026", "²/٣/2026", "0000-00-00", "9" * 5000, "1/1/" + "9" * 20]
PATHS = {"int": ["1900", "9" * 30, "9" * 5000], "str": ["²", "x" * 300, "%25"], "slug": ["x" * 300]}
TURNS = 2
EVERYWHERE, BRANCH = {"csrfmiddlewaretoken", "once", "ngay", "tieng"}, "dv"


class Asked(QueryDict):
    """A query or a form that remembers the names which a page looks for."""

    names: set[str] = set()

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.names.add(key)
        return super().__contains__(key)

    def getlist(self, key, default=None):
        self.names.add(key)
        return super().getlist(key, default)


@pytest.fixture
def send(client, monkeypatch):
    """Sends a page its names one by one with an odd value each, and takes back what that wrote."""
    for module in ("django.core.handlers.wsgi", "django.http"):
        monkeypatch.setattr(f"{module}.QueryDict", Asked)

    def one(address, method, values):
        with transaction.atomic():
            answer = getattr(client, method)(address, values)
            transaction.set_rollback(True)
        for close in answer._resource_closers:
            close()  # closing the answer itself would close the connection of the test
        assert answer.status_code < 500, f"{method} {address} {values}"

    def every(address, method="get", values=ODD):
        Asked.names.clear()
        one(address, method, {})
        names = sorted(str(name) for name in Asked.names - EVERYWHERE - {BRANCH})
        begin = zlib.crc32(address.encode())  # each address gets some of the values, all of them together get all
        for turn in range(min(TURNS, len(values)) if names else 0):
            one(address, method, {name: values[(begin + turn + n) % len(values)] for n, name in enumerate(names)})
        if BRANCH in Asked.names:
            one(address, method, {BRANCH: "²"})
        return names

    every.one = one
    return every


def every_target(tree):
    """The first address of each name of ours, with its arguments."""
    for name, (kind, _permission) in ADDRESSES.items():
        for arguments, _unit in targets(kind, tree)[:1]:
            yield name, arguments


@pytest.fixture
def ready(tree, actors, a_round, client, settings, tmp_path):
    """An officer of the province is signed in, and something waits everywhere."""
    settings.FILES = tmp_path
    let_wait(tree, actors)
    client.force_login(actors.chuyen)
    return tree


def test_no_odd_value_in_a_query_is_a_fault(send, ready):
    asked = {name: send(reverse(name, args=arguments)) for name, arguments in every_target(ready)}
    assert {"sau", "truoc"} <= set(asked["members"])
    assert "trang" in asked["compare"]


def test_no_odd_day_is_a_fault(send, ready):
    for name, arguments in every_target(ready):
        send.one(reverse(name, args=arguments), "get", {"ngay": DAYS[0]})
    for day in DAYS:
        send.one(reverse("home"), "get", {"ngay": day})


def test_no_odd_value_in_a_form_is_a_fault(send, ready):
    for name, arguments, _data in post_targets(ready):
        send(reverse(name, args=arguments), "post", TYPED)
    for name, arguments in every_target(ready):
        send(reverse(name, args=arguments), "post", TYPED[:1])


def patterns(found, before=""):
    """Every address of ours as it is written, with its converters."""
    for each in found:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, route)
        elif isinstance(each, URLPattern) and each.name and not each.name.startswith(("account_", "mfa_", "reauth")):
            yield route


def filled(route, holes, turn):
    for kind in holes:
        odd = PATHS.get(kind, [str(uuid.UUID(hex=KEY))])
        route = re.sub("<[^>]+>", odd[turn % len(odd)], route, count=1)
    return route


def test_no_odd_value_in_a_path_is_a_fault(send, ready):
    for route in patterns(get_resolver().url_patterns):
        holes = re.findall(r"<(?:(\w+):)?\w+>", route)
        for turn in range(3 if holes else 0):
            send.one(f"/{filled(route, holes, turn)}", ("get", "post")[turn % 2], {})

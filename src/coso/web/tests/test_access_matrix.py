"""Every address, every actor, own and foreign units: who gets in follows from the declared permissions alone."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coso.access.models import Action
from coso.access.permissions import permissions
from coso.register.models import Unit
from coso.register.testing.tree import Actors
from coso.testing.addresses import (
    ADDRESSES,
    MACHINE,
    ask_about,
    let_wait,
    post_targets,
    remark_on,
    targets,
)

CHECKERS = {"head": ("garment", "inspection_head"), "checker": ("garment", "inspection_member")}


# A list belongs to whoever sent it; the tests of the members room show that a stranger gets 404 at each of these.
OF_THE_SENDER = {
    f"{what}_import_{part}"
    for what in ("members", "units", "officers", "results")
    for part in ("check", "progress", "problems", "sheet", "days", "book")
}  # fmt: skip
OF_THE_SENDER |= {"members_export", "members_export_progress", "members_export_file"}
OF_THE_SENDER |= {"members_import_columns", "members_import_done", "officers_import_slips"}
OF_THE_SENDER |= {"register_import", "register_import_part"}
# Of the sides of a transfer or of a number; the tests of the members room show that a stranger gets 404.
OF_THE_SIDES = {"transfer", "match", "person_clash", "person_back"}
# There only while an installation begins; the tests of the beginning show for whom.
BEGINNING = {"beginning", "beginning_province"}
# Addresses that only take a POST: a GET is refused to everybody, alike.
POSTS = {"person_id", "take_back", "decide", "sheet_deed", "line_score", "line_appraise", "line_ask", "line_answer"}
POSTS |= {
    "line_suggest",
    "concern_deed",
    "poster_replace",
    "report_week",
    "place_care",
    "stoppage_look",
    "channel_deed",
}
POSTS |= {"dialogue_item", "dialogue_item_remove", "dialogue_step", "dialogue_record", "dialogue_promise"}
POSTS |= {"dialogue_topics", "dialogue_item_change"}
POSTS |= {"notice_unconfirm", "notice_take_back", "notice_remind", "rumour_settle", "fact_card_end"}
POSTS |= {"leave_ungraded", "extend_ticked", "criterion_deed", "gate_remove", "variant_remove"}
POSTS |= {f"sheet_poll_{deed}" for deed in ("open", "print", "void", "close", "renew")}
# Open to everybody without signing in; the tests of the member poll go through them.
PUBLIC = ("slip", "public_result", "speak", "receipt", "confirm", "public_fact", "hook_", "law")
OUTSIDE = ("first_sign_in", "account_", "mfa_", "set_language", "reauth", *PUBLIC)
POSTS |= {
    "synthesis_hand",
    "synthesis_paper_issue",
    "sheet_paper_issue",
    "unit_paper_issue",
    "document_number",
    "document_scan",
}


def names(patterns, seen=()):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name


def test_every_address_is_listed():
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(OUTSIDE)}
    assert ours - set(ADDRESSES) - POSTS - OF_THE_SENDER - OF_THE_SIDES - BEGINNING == set()


def allowed(name, post_unit, post, unit, kind):
    permission = ADDRESSES[name][1]
    if permission in (None, MACHINE):
        return permission is None or not post
    granted = post in permissions()[permission].posts
    return granted and (unit is None or unit.path.startswith(post_unit.path))


def account_of(who, tree, actors):
    """An actor of the tree, or somebody of the inspection committee of a union, made here."""
    if who not in CHECKERS:
        return getattr(actors, who)
    place, post = CHECKERS[who]
    return actors._actor(who, getattr(tree, place), post)


@pytest.mark.parametrize("who", [*Actors.POSTS, *CHECKERS, "quan"])
def test_who_gets_in(who, client, tree, actors, a_round, settings, tmp_path):
    settings.FILES = tmp_path
    account = account_of(who, tree, actors)
    ask_about(tree.garment)
    remark_on(tree.line5)
    let_wait(tree, actors)
    place, post = {**Actors.POSTS, **CHECKERS}.get(who, ("", ""))
    post_unit = getattr(tree, place) if place else Unit(path="none")
    client.force_login(account)
    wrong = []
    for name, (kind, _permission) in ADDRESSES.items():
        for arguments, unit in targets(kind, tree):
            right = (200, 302) if allowed(name, post_unit, post, unit, kind) else (404,)
            response = client.get(reverse(name, args=arguments))
            for close in response._resource_closers:
                close()  # closing the response itself would close the connection of the test
            status = response.status_code
            if status not in right:
                wrong.append((name, arguments, status, right))
    assert not wrong


@pytest.mark.parametrize("name", ["home", "units", "journal", "grading"])
@pytest.mark.django_db
def test_nobody_gets_in_without_signing_in(name, client):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert "/tai-khoan/login/" in response.url


@pytest.mark.parametrize("who", ["giay", "khach", "quan", "thay"])
def test_a_stranger_who_edits_addresses_and_forms_changes_nothing(
    who, client, tree, actors, a_round, settings, tmp_path
):
    settings.FILES = tmp_path
    client.force_login(getattr(actors, who))
    let_wait(tree, actors)
    targets = post_targets(tree)
    before = Action.objects.count()
    for name, arguments, data in targets:
        assert client.post(reverse(name, args=arguments), data).status_code == 404, name
    assert Action.objects.count() == before


@pytest.mark.parametrize("who", ["kiem", *CHECKERS])
def test_who_inspects_reads_everything_and_writes_nothing(who, client, tree, actors, a_round, settings, tmp_path):
    settings.FILES = tmp_path
    client.force_login(account_of(who, tree, actors))
    let_wait(tree, actors)
    targets = post_targets(tree)
    before = Action.objects.count()
    for name, arguments, data in targets:
        client.post(reverse(name, args=arguments), data)
    assert Action.objects.count() == before


@pytest.mark.parametrize(
    ("name", "arguments", "data"),
    [
        ("decide", [2026], {"round": "x", "sheet": "y"}),
        ("decide", [2026], {"round": "00000000-0000-0000-0000-000000000000"}),
        ("round_open", [], {"rubric": "x", "year": "99999999999", "first": "x"}),
        ("portfolios", ["{province}"], {"seat": "x", "union": "y", "day": "z"}),
        ("unit_change", ["{province}"], {"day": "0000-00-00", "name": "x" * 999, "sector": "y"}),
        ("member_add", [], {"dv": "x"}),
        ("slip", [], {"code": "x" * 500, "tieng": "zz"}),
        ("slip_answer", [], {"code": "\x00", "q-x": "y"}),
    ],
)
def test_garbage_in_forms_is_refused_without_a_fault(client, tree, actors, a_round, name, arguments, data):
    client.force_login(actors.chuyen)
    url = reverse(name, args=[each if each != "{province}" else tree.province.code for each in arguments])
    before = Action.objects.count()
    assert client.post(url, data).status_code in (200, 302, 404, 422)
    assert Action.objects.count() == before


@pytest.mark.parametrize(
    "address",
    [
        "/?ngay=abc",
        "/?ngay=9999-99-99",
        "/nhat-ky/?truoc=99999999999999999999",
        "/danh-gia/99999/",
        "/danh-gia/2026/bang-cham/?trang=x&step=y",
        "/danh-gia/2026/?dv=x",
        "/doan-vien/?q=%00&cot=x&sau=y&gt=z&to=t",
        "/to-chuc/?q=%27%22",
        "/to-chuc/tim-kiem?q=" + "x" * 500,
        "/vao/?ma=%3Cscript%3E",
        "/phieu/%3Cscript%3E/?tieng=zz",
        "/phieu/%00/",
        "/luat/?q=%00&nhom=x&trang=x&tieng=zz",
        "/luat/pay.overtime/?rate=%00&day=x&on=9999-99-99",
        "/luat/agreement.clock/?signed=9999-12-31&months=36",
        "/luat/workdays.after/?start=2026-01-01&days=999999999",
        "/ket-qua/x/99999/",
        "/tep/00000000-0000-0000-0000-000000000000/",
    ],
)
def test_garbage_in_addresses_is_no_fault(client, tree, actors, a_round, address):
    client.force_login(actors.chuyen)
    assert client.get(address).status_code in (200, 302, 404)


def test_a_past_day_cannot_be_written_to(client, tree, actors):
    client.force_login(actors.chuyen)
    url = reverse("unit_end", args=[tree.school.code]) + "?ngay=2025-01-01"
    assert client.post(url, {"day": "2025-01-01", "reason": "x"}).status_code == 403

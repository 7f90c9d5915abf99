"""Journeys in a real Chromium, on a phone and at a desk, in both languages, with axe."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from coso.grading.models import Sheet, SheetLine
from coso.grading.testing.rounds import MODEL, employ, start_round
from coso.register.testing.tree import Actors, Tree
from coso.rubrics.services.rubrics import take_in_rubric
from coso.web.testing.browser import PASSWORD, check, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    tree = Tree()
    actors = Actors(tree)
    employ(tree.garment, 5)
    round_ = start_round(tree, take_in_rubric(source=MODEL, by=None))
    for account in actors.everybody().values():
        account.set_password(PASSWORD)
        account.save()
    return tree, actors, round_


def own_cell(page, code):
    return page.locator(f"#l-{code} input[name=points]").first


def test_a_chair_scores_a_line_and_it_is_saved_by_itself(page, world):
    tree, _actors, _round = world
    sign_in(page, "nhung")
    page.get_by_role("link", name="Làm ngay").click()
    own_cell(page, "D01").fill("4")
    own_cell(page, "D01").press("Tab")
    page.locator("#l-D01 .save.saved").wait_for()
    assert SheetLine.objects.get(sheet__unit=tree.garment, code="D01").own == 4000
    check(page)


def test_what_cannot_be_points_is_told_beside_the_cell_and_stays_there(page, world):
    sign_in(page, "nhung")
    page.get_by_role("link", name="Làm ngay").click()
    own_cell(page, "D01").fill("9")
    own_cell(page, "D01").press("Tab")
    page.locator("#l-D01 .save.wrong").wait_for()
    assert "tối đa 4" in page.locator("#l-D01 .save.wrong").inner_text()
    assert own_cell(page, "D01").input_value() == "9"


def test_an_ended_sign_in_loses_nothing_that_was_typed(page, world):
    sign_in(page, "nhung")
    page.get_by_role("link", name="Làm ngay").click()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    own_cell(page, "D01").fill("4")
    own_cell(page, "D01").press("Tab")
    page.locator("#unsaved").wait_for()
    assert "Phiên đăng nhập đã hết" in page.locator("#unsaved").inner_text()
    assert own_cell(page, "D01").input_value() == "4"


def test_a_dropped_line_loses_nothing_that_was_typed(page, world):
    tree, _actors, _round = world
    sign_in(page, "nhung")
    page.get_by_role("link", name="Làm ngay").click()
    page.wait_for_url("**/bang/**")
    page.wait_for_load_state()
    page.context.set_offline(True)
    own_cell(page, "D01").fill("4")
    own_cell(page, "D01").press("Tab")
    page.locator("#unsaved").wait_for()
    page.locator("#l-D01 .save.waiting:visible").first.wait_for()
    page.context.set_offline(False)
    page.locator("#l-D01 .save.saved").wait_for()
    assert SheetLine.objects.get(sheet__unit=tree.garment, code="D01").own == 4000


def test_the_records_are_kept_with_one_press(page, world):
    tree, _actors, _round = world
    sign_in(page, "nhung")
    page.goto(reverse("sheet", args=[Sheet.objects.get(unit=tree.garment).pk]))
    page.get_by_role("button", name="Giữ mọi gợi ý từ số liệu").click()
    page.wait_for_load_state()
    assert SheetLine.objects.get(sheet__unit=tree.garment, code="T01").own == 3000


PAGES = ["home", "units", "grading", "journal", "matrix", "who_sees_me", "round_open"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_an_officer_stands_on_both_screens(page, world, language):
    tree, _actors, _round = world
    sign_in(page, "chuyen")
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": page.url}])
    others = [reverse(name, args=[tree.garment.code]) for name in ("unit", "tree", "unit_change", "unit_end")]
    others += [reverse("sheets", args=[2026]), reverse("search") + "?q=may"]
    for url in [*map(reverse, PAGES), *others]:
        response = page.goto(url)
        assert response.status == 200, url
        assert page.locator("html").get_attribute("lang") == language
        check(page)


def test_a_past_day_is_visibly_so_and_offers_no_writing(page, world):
    tree, _actors, _round = world
    sign_in(page, "chuyen")
    page.goto(reverse("unit", args=[tree.garment.code]) + "?ngay=2025-01-01")
    assert page.locator(".asof").is_visible()
    assert not page.locator(".writes").is_visible()
    check(page)


def test_a_line_is_proved_with_two_taps_and_a_photo(page, world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    tree, _actors, _round = world
    shot = tmp_path / "hop.jpg"
    shot.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 50)
    sign_in(page, "nhung")
    page.get_by_role("link", name="Làm ngay").click()
    page.locator("#l-D01").get_by_role("link", name="Thêm minh chứng").click()
    page.locator("#l-D01 input[capture]").set_input_files(shot)
    page.locator("#l-D01 .proofs").get_by_role("link", name="hop.jpg").wait_for()
    assert SheetLine.objects.get(sheet__unit=tree.garment, code="D01").proofs.get().kind == "photo"
    check(page)


def test_the_pages_of_a_line_stand_on_both_screens(page, world):
    tree, _actors, _round = world
    line = SheetLine.objects.get(sheet__unit=tree.garment, code="T01")
    sign_in(page, "nhung")
    for name in ("line_evidence", "line_proofs"):
        assert page.goto(reverse(name, args=[line.pk])).status == 200
        check(page)
    page.goto(reverse("sheet", args=[line.sheet_id]))
    if page.locator("#l-T01 > .fold > summary").is_visible():
        page.locator("#l-T01 > .fold > summary").click()
    page.locator("#l-T01").get_by_role("link", name="Xem số liệu").click()
    page.locator("#l-T01 .records li").first.wait_for()
    page.locator("#l-T01").get_by_role("link", name="Thêm minh chứng").click()
    page.locator("#l-T01 .proofforms").wait_for()
    own_cell(page, "D01").fill("0,5")
    own_cell(page, "D01").press("Tab")
    page.locator("#l-D01").get_by_role("button", name="Đúng là 0,5 điểm").wait_for()
    check(page)
    page.locator("#l-D01").get_by_role("button", name="Đúng là 0,5 điểm").click()
    page.locator("#l-D01 .save.saved").wait_for()
    assert SheetLine.objects.get(sheet__unit=tree.garment, code="D01").own == 500


def test_a_passkey_is_added_and_opens_the_account_without_a_password(chromium, live_server, world):
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, base_url=live_server.url.replace("127.0.0.1", "localhost")
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    phone = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    phone |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": phone})
    sign_in(page, "nhung")
    page.goto(reverse("mfa_add_webauthn"))
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/")
    page.fill("input[name=name]", "Điện thoại của Nhung")
    if page.locator("input[name=passwordless]").count():
        page.check("input[name=passwordless]")
    check(page)
    page.locator("main button[type=submit], main #mfa_webauthn_add").first.click()
    page.get_by_text("Điện thoại của Nhung").or_(page.get_by_text("mã khôi phục", exact=False)).first.wait_for()
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    assert "Việc cần làm" in page.locator("h1").inner_text()
    context.close()

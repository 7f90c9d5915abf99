"""On a phone of 360 px: nothing scrolls sideways, no menu is cut off, days and files speak the language of the page."""

import struct
import zlib
from itertools import pairwise

import pytest
from django.conf import settings
from django.urls import reverse

from coso.grading.models import Sheet, SheetLine
from coso.grading.testing.rounds import MODEL, employ, start_round
from coso.papers.attachments.files import path_of
from coso.papers.models import Attachment
from coso.register.models import Membership
from coso.register.services.people import add_member
from coso.register.testing.tree import START, Actors, Tree
from coso.rubrics.services.rubrics import take_in_rubric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
MENUS = """() => [...document.querySelectorAll("details.menu")].filter((menu) => menu.checkVisibility()).map((menu) => {
  menu.open = true;
  const {left, right} = menu.lastElementChild.getBoundingClientRect();
  const links = [...menu.lastElementChild.querySelectorAll("a:not(.btn)")];
  const tops = links.map((link) => link.getBoundingClientRect().top);
  const apart = Math.min(...tops.slice(1).map((top, n) => top - tops[n]));
  menu.open = false;
  return [menu.innerText.trim(), left, right, apart];
}).filter(([, left, right, apart]) => left < 0 || right > innerWidth || apart < 24)"""  # cut off, or run together


@pytest.fixture
def world(transactional_db):
    tree = Tree()
    actors = Actors(tree)
    employ(tree.garment, 5)
    start_round(tree, take_in_rubric(source=MODEL, by=None))
    add_member(unit=tree.line5, day=START, values={"name": "Lê Hoa"}, by=None)
    return tree, actors


@pytest.fixture
def phone(chromium, live_server, client):
    """A phone whose browser speaks American English; called with somebody, it is signed in."""
    context = chromium.new_context(viewport=PHONE, base_url=live_server.url, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(10_000)

    def of(who):
        client.force_login(who)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "url": live_server.url, "value": value}])
        return page

    yield of
    context.close()


def pages_of(tree, person):
    """{who: the addresses of pages}: each kind of page, opened by a post that sees most on it."""
    sheet = Sheet.objects.get(unit=tree.garment).pk
    pages = {
        "to": [("home",), ("members_group", tree.line5.code)],
        "nhung": [("home",), ("person", person.code), ("sheet", sheet), ("members_import",)],
        "hanh": [("home",), ("tree", tree.ward.code), ("unit", tree.ward.code), ("journal",)],
        "chuyen": [("home",), ("members",), ("unit_change", tree.garment.code), ("round_open",)],
        "lanh": [("home",), ("compare", 2026)],
        "kiem": [("home",), ("sheet", sheet)],
        "quan": [("machine",)],
    }
    return {who: [reverse(name, args=args) for name, *args in named] for who, named in pages.items()}


def test_every_kind_of_page_fits_a_phone_and_so_do_its_menus(phone, world):
    tree, actors = world
    person = Membership.objects.get(unit=tree.line5, person__name="Lê Hoa").person
    for who, urls in pages_of(tree, person).items():
        page = phone(getattr(actors, who))
        for url in urls:
            assert page.goto(url).status == 200, (who, url)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], (who, url)
            assert page.evaluate(MENUS) == [], (who, url)


def test_a_page_has_one_action_and_the_rest_behind_a_button(phone, world):
    page = phone(world[1].chuyen)
    for url in (reverse("grading_year", args=[2026]), reverse("sheets", args=[2026]), reverse("members")):
        page.goto(url)
        assert page.locator(".head .acts").bounding_box()["height"] < 100, url  # two rows at most
    page.locator(".head .acts summary").click()
    assert page.locator(".head .pop a:visible").count() >= 2


def test_the_totals_beside_a_sheet_cover_nothing(phone, world):
    tree, actors = world
    page = phone(actors.nhung)
    page.set_viewport_size({"width": 1440, "height": 700})
    page.goto(reverse("sheet", args=[Sheet.objects.get(unit=tree.garment).pk]))
    page.mouse.wheel(0, 1500)
    page.wait_for_function("scrollY > 1000")
    tops = page.locator(".side > :visible").evaluate_all("all => all.map((each) => each.getBoundingClientRect())")
    assert tops[0]["top"] >= 0
    assert all(below["top"] >= above["bottom"] for above, below in pairwise(tops))


def test_a_sheet_shows_what_waits_first_and_opens_the_line_one_goes_to(phone, world):
    tree, actors = world
    page = phone(actors.nhung)
    page.goto(reverse("sheet", args=[Sheet.objects.get(unit=tree.garment).pk]))
    assert page.evaluate("document.documentElement.scrollHeight") < 5500
    assert page.locator("#p-D01").is_visible()
    assert not page.locator("#p-D03").is_visible()
    page.locator("#l-D03 > .fold > summary").click()
    page.fill("#p-D03", "2")
    page.press("#p-D03", "Tab")
    page.locator("#l-D03 .save.saved:visible").first.wait_for()
    assert SheetLine.objects.get(sheet__unit=tree.garment, code="D03").own == 2000
    page.get_by_role("link", name="Đến dòng D01").click()
    assert page.locator("#p-D01").is_visible()


def test_a_day_is_typed_in_digits_and_reads_as_here_whatever_the_browser_speaks(phone, world):
    tree, actors = world
    page = phone(actors.nhung)
    person = Membership.objects.get(unit=tree.line5, person__name="Lê Hoa").person
    page.goto(reverse("person_leave", args=[person.code]))
    day = page.locator("#id_day")
    day.fill("")
    day.press_sequentially("05112026")
    assert day.input_value() == "05/11/2026"
    day.fill("5/11/26")
    day.press("Tab")
    assert day.input_value() == "05/11/2026"
    page.locator("[data-calendar]").click()
    page.locator(".dayfield input[type=date]").fill("2026-11-06")
    assert day.input_value() == "06/11/2026"
    assert page.locator("input[type=date][name]").count() == 0


def picture(width, height):
    """A PNG of noise enough that it is no smaller as a JPEG."""
    rows = b"".join(b"\0" + bytes((x * y * 7) % 251 for x in range(width)) for y in range(height))

    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def size_of(jpeg):
    """(width, height) of a JPEG, from its frame."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC2):
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    height, width = struct.unpack(">HH", jpeg[at + 5 : at + 9])
    return width, height


def test_a_photo_is_made_small_before_it_is_sent_and_its_name_is_shown(phone, world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    tree, actors = world
    shot = tmp_path / "anh.png"
    shot.write_bytes(picture(2000, 1000))
    page = phone(actors.nhung)
    line = SheetLine.objects.get(sheet__unit=tree.garment, code="D01")
    page.goto(reverse("line_proofs", args=[line.pk]))
    form = page.locator("form:has(.filefield)").nth(1)
    field = form.locator(".filefield")
    assert field.inner_text().split("\n")[-1].endswith("Chưa chọn tệp nào")
    box = field.locator("input").bounding_box()
    assert box["width"] <= 1
    field.locator("input").set_input_files(shot)
    page.get_by_text("anh.jpg").wait_for()
    form.locator("button").click()
    page.get_by_role("link", name="anh.jpg").first.wait_for()
    kept = Attachment.objects.get()
    assert kept.kind == "image/jpeg"
    assert size_of(path_of(kept.sha256).read_bytes()) == (1600, 800)

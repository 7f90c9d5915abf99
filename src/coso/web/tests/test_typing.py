"""What is typed into a score sheet is neither lost nor misfiled, on a slow line, a broken one, or after a sign-in."""

import pytest
from django.conf import settings
from django.urls import reverse

from coso.access.journal import act
from coso.grading.models import Sheet, SheetLine
from coso.grading.testing.clustered import CLUSTERED, send, together
from coso.grading.testing.rounds import MODEL, dues, employ, stand_at, start_round
from coso.register.testing.tree import Actors, Tree
from coso.rubrics.services.rubrics import take_in_rubric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVES = "**/danh-gia/dong/**"
PASSWORD = "coso-demo"


class World:
    """A round over the small tree, and a browser at a desk."""

    def __init__(self, client, context, live_server):
        self.tree = Tree()
        self.actors = Actors(self.tree)
        employ(self.tree.garment, 5)
        self.round = start_round(self.tree, take_in_rubric(source=MODEL, by=None), chains={"": dues(CLUSTERED)})
        self.client, self.context, self.live_server = client, context, live_server

    @property
    def sheet(self):
        return Sheet.objects.select_related("unit", "round__unit", "round__rubric").get(unit=self.tree.garment)

    def line(self, code):
        return SheetLine.objects.get(sheet=self.sheet, code=code)

    def write(self, code, **values):
        with act(by=None, verb="test") as a:
            a.write(SheetLine, {self.line(code).pk: values})

    def sign_in(self, who):
        """A browser as the sign-in of that person leaves it: a session, and another token than before."""
        self.client.logout()
        self.client.force_login(who)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "url": self.live_server.url}
        self.context.add_cookies([{**cookie, "value": self.client.cookies[settings.SESSION_COOKIE_NAME].value}])
        self.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)

    def sign_out(self):
        self.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def open(self, who):
        self.sign_in(who)
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.goto(reverse("sheet", args=[self.sheet.pk]))
        return page


@pytest.fixture
def world(transactional_db, client, chromium, live_server):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=live_server.url)
    yield World(client, context, live_server)
    context.close()


@pytest.fixture
def scoring(world):
    return world.open(world.actors.nhung)


@pytest.fixture
def appraising(world):
    for code in ("D01", "D02"):
        world.write(code, own=4000 if code == "D01" else 2000)
    stand_at(world.sheet, "appraise", appraised_points=None)
    return world.open(world.actors.hanh)


@pytest.fixture
def suggesting(world):
    tree = world.tree
    together(world.round, tree.ward, [tree.garment, tree.school], tree.school)
    send(world.sheet)
    return world.open(world.actors.thay)


class Held:
    """The saves of a page, kept on their way until they are let go, one after another."""

    def __init__(self, page):
        self.page, self.routes = page, []
        page.route(SAVES, lambda route: self.routes.append(route))

    def let_go(self):
        until(self.page, lambda: self.routes)
        with self.page.expect_response(SAVES):
            self.routes.pop(0).continue_()

    def end(self):
        """Whatever is on its way, and whatever follows, arrives."""
        self.page.unroute(SAVES)
        for route in self.routes:
            route.continue_()


def slow(page, milliseconds):
    whole = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**whole, "latency": milliseconds})


def type_into(page, field, text, leave="Tab"):
    page.locator(field).fill(text)
    if leave:
        page.locator(field).press(leave)


def wait_saved(page, code):
    page.locator(f"#l-{code} .save.saved:visible").first.wait_for()


def has_focus(page):
    return page.evaluate("document.activeElement.id")


def until(page, condition):
    for _ in range(250):
        if condition():
            return
        page.wait_for_timeout(40)
    assert condition()


# ── the appraiser's box ──


def leave_box(page, how):
    if how == "Enter":
        page.locator("#q-D01").press("Enter")
    else:
        page.locator("#l-D01 h3").click()


@pytest.mark.parametrize("leave", ["Enter", "click"])
def test_the_appraisers_own_points_are_saved_however_the_box_is_left(world, appraising, leave):
    type_into(appraising, "#q-D01", "3", leave=None)
    appraising.locator("#r-D01").fill("Thiếu chữ ký")
    leave_box(appraising, leave)
    wait_saved(appraising, "D01")
    assert (world.line("D01").appraised, world.line("D01").reason) == (3000, "Thiếu chữ ký")


@pytest.mark.parametrize("leave", ["Enter", "click"])
def test_other_points_without_a_reason_are_asked_for_it_and_stay_in_the_box(world, appraising, leave):
    type_into(appraising, "#q-D01", "3", leave=None)
    leave_box(appraising, leave)
    appraising.locator("#l-D01 .save.wrong").wait_for()
    assert appraising.locator("#q-D01").input_value() == "3"
    assert appraising.locator("#r-D01").is_visible()
    assert world.line("D01").appraised is None
    type_into(appraising, "#r-D01", "Thiếu chữ ký", "Enter")
    wait_saved(appraising, "D01")
    assert (world.line("D01").appraised, world.line("D01").reason) == (3000, "Thiếu chữ ký")


def test_the_same_points_are_saved_on_leaving_the_box(world, appraising):
    type_into(appraising, "#q-D01", "4", leave=None)
    appraising.locator("#l-D01 h3").click()
    wait_saved(appraising, "D01")
    assert world.line("D01").appraised == 4000


def test_keeping_the_unions_points_is_a_button_of_its_own(world, appraising):
    appraising.locator("#fk-D01 button").click()
    wait_saved(appraising, "D01")
    assert world.line("D01").appraised == 4000
    assert appraising.evaluate("document.activeElement.closest('#l-D01') !== null")


# ── a slow line ──


@pytest.mark.parametrize("latency", [200, 800, 3000])
def test_a_sentence_typed_while_its_line_is_saved_stays_and_is_saved(world, scoring, latency):
    slow(scoring, latency)
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#dn-D01 summary").click()
    scoring.locator("#w-D01").press_sequentially("Hai tổ họp chung một buổi", delay=40)
    until(scoring, lambda: world.line("D01").own == 3000)
    scoring.wait_for_timeout(latency + 100)
    assert scoring.locator("#w-D01").input_value() == "Hai tổ họp chung một buổi"
    assert has_focus(scoring) == "w-D01"
    scoring.locator("#w-D01").press("Tab")
    until(scoring, lambda: world.line("D01").note == "Hai tổ họp chung một buổi")
    assert world.line("D01").own == 3000


def test_the_caret_stays_where_it_was(world, scoring):
    held = Held(scoring)
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#dn-D01 summary").click()
    scoring.locator("#w-D01").fill("họp chung")
    scoring.locator("#w-D01").press("Home")
    held.let_go()
    until(scoring, lambda: world.line("D01").own == 3000)
    scoring.wait_for_timeout(200)
    scoring.keyboard.type("Đã ")
    assert scoring.locator("#w-D01").input_value() == "Đã họp chung"


def test_a_field_typed_into_again_while_it_is_saved_is_saved_again(world, scoring):
    held = Held(scoring)
    type_into(scoring, "#p-D01", "3", "Enter")
    scoring.locator("#p-D01").fill("2")
    held.let_go()
    scoring.wait_for_timeout(200)
    assert scoring.locator("#p-D01").input_value() == "2"
    assert scoring.locator("#l-D01 .save.saved:visible").count() == 0
    held.end()
    scoring.locator("#p-D01").press("Tab")
    wait_saved(scoring, "D01")
    assert world.line("D01").own == 2000


def test_two_fields_of_a_line_left_at_once_are_both_saved_in_turn(world, scoring):
    held = Held(scoring)
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#dn-D01 summary").click()
    type_into(scoring, "#w-D01", "họp chung")
    scoring.locator("#p-D02").focus()
    held.let_go()
    held.let_go()
    until(scoring, lambda: (world.line("D01").own, world.line("D01").note) == (3000, "họp chung"))
    assert has_focus(scoring) == "p-D02"


def test_points_that_were_refused_stay_when_another_field_of_the_line_is_saved(world, scoring):
    type_into(scoring, "#p-D01", "9")
    scoring.locator("#l-D01 .save.wrong").wait_for()
    scoring.locator("#dn-D01 summary").click()
    type_into(scoring, "#w-D01", "họp chung")
    until(scoring, lambda: world.line("D01").note == "họp chung")
    scoring.locator("#p-D02").focus()
    scoring.locator("#l-D01 .save.wrong").wait_for()
    assert scoring.locator("#p-D01").input_value() == "9"


def test_an_open_panel_and_what_is_typed_in_it_stay(world, scoring):
    scoring.locator("#l-D01").get_by_role("link", name="Thêm minh chứng").click()
    scoring.locator("#e-D01 details summary").click()
    scoring.locator("#link-D01").fill("https://a.vn/bien-ban")
    type_into(scoring, "#p-D01", "3")
    wait_saved(scoring, "D01")
    assert scoring.locator("#link-D01").input_value() == "https://a.vn/bien-ban"


def test_a_request_that_is_refused_keeps_its_words(world, appraising):
    appraising.locator("#dt-D01 summary").click()
    appraising.locator("#t-D01").fill("Biên bản họp")
    appraising.locator("#d-D01").fill("2020-01-01")
    appraising.locator("#t-D01").press("Enter")
    appraising.locator("#l-D01[data-failed]").wait_for()
    assert appraising.locator("#t-D01").input_value() == "Biên bản họp"
    assert appraising.locator("#t-D01").is_visible()


def test_whoever_leaves_the_page_at_once_leaves_after_the_save(world, scoring):
    held = Held(scoring)
    type_into(scoring, "#p-D01", "3")
    scoring.locator("header a[href='/to-chuc/']").first.click()
    scoring.wait_for_timeout(200)
    assert "/bang/" in scoring.url
    held.let_go()
    scoring.wait_for_url("**/to-chuc/**")
    assert world.line("D01").own == 3000


def test_a_deed_pressed_at_once_is_done_after_the_save(world, scoring):
    held = Held(scoring)
    type_into(scoring, "#p-D01", "3")
    scoring.get_by_role("button", name="Giữ mọi gợi ý từ số liệu").click()
    held.let_go()
    until(scoring, lambda: world.line("T01").own == 3000)
    assert world.line("D01").own == 3000


def test_the_clusters_points_and_note_are_saved_together(world, suggesting):
    held = Held(suggesting)
    type_into(suggesting, "#c-D01", "3", leave=None)
    suggesting.locator("#cn-D01").fill("Thiếu biên bản")
    suggesting.locator("#l-D01 h3").click()
    held.let_go()
    until(
        suggesting,
        lambda: (world.line("D01").cluster_points, world.line("D01").cluster_note) == (3000, "Thiếu biên bản"),
    )
    assert not held.routes


# ── levels to choose, and what did not arise ──


@pytest.mark.parametrize("latency", [200, 3000])
def test_a_level_and_none_arose_are_saved_on_a_slow_line_beside_points(world, scoring, latency):
    slow(scoring, latency)
    scoring.locator("#p-U05").select_option(index=1)
    scoring.locator("#n-D02").check()
    type_into(scoring, "#p-D01", "3")
    until(scoring, lambda: (world.line("D02").none, world.line("D01").own) == (True, 3000))
    until(scoring, lambda: world.line("U05").level)
    for code in ("U05", "D02", "D01"):
        wait_saved(scoring, code)
    assert scoring.locator("#n-D02").is_checked()


def test_a_level_chosen_again_while_it_is_saved_is_saved_again(world, scoring):
    held = Held(scoring)
    scoring.locator("#p-U05").select_option(index=1)
    first = scoring.locator("#p-U05").input_value()
    scoring.locator("#p-U05").select_option(index=2)
    held.let_go()
    held.end()
    until(scoring, lambda: world.line("U05").level not in ("", first))
    assert scoring.locator("#p-U05").input_value() == world.line("U05").level


def test_none_arose_ticked_offline_is_sent_when_the_line_is_back(world, scoring):
    world.context.set_offline(True)
    scoring.locator("#n-D02").check()
    scoring.locator("#unsaved").wait_for()
    world.context.set_offline(False)
    until(scoring, lambda: world.line("D02").none)
    assert scoring.locator("#n-D02").is_checked()


# ── a broken line, an ended sign-in, another tab ──


def test_what_was_typed_offline_is_sent_when_the_line_is_back(world, scoring):
    world.context.set_offline(True)
    for code in ("D01", "D02"):
        type_into(scoring, f"#p-{code}", "1")
    scoring.locator("#unsaved").wait_for()
    world.context.set_offline(False)
    until(scoring, lambda: (world.line("D01").own, world.line("D02").own) == (1000, 1000))
    until(scoring, lambda: not scoring.locator("#unsaved").is_visible())


def test_a_connection_dropped_in_the_middle_keeps_what_was_typed(world, scoring):
    scoring.route(SAVES, lambda route: route.abort())
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#unsaved").wait_for()
    scoring.unroute(SAVES)
    scoring.locator("#p-D01").fill("2")
    scoring.locator("#p-D01").press("Tab")
    wait_saved(scoring, "D01")
    assert world.line("D01").own == 2000


def come_back(page):
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_the_old_tab_goes_on_after_a_sign_in_elsewhere(world, scoring):
    world.sign_out()
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#unsaved").wait_for()
    assert "Phiên đăng nhập đã hết" in scoring.locator("#unsaved").inner_text()
    world.sign_in(world.actors.nhung)
    come_back(scoring)
    wait_saved(scoring, "D01")
    assert world.line("D01").own == 3000
    type_into(scoring, "#p-D02", "1")
    wait_saved(scoring, "D02")


def test_a_token_that_was_changed_elsewhere_costs_no_word(world, scoring):
    world.sign_in(world.actors.nhung)
    type_into(scoring, "#p-D01", "3")
    wait_saved(scoring, "D01")
    assert not scoring.locator("#unsaved").is_visible()


def test_what_one_typed_is_not_saved_under_the_name_of_another(world, scoring):
    world.sign_in(world.actors.pho)
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#unsaved").wait_for()
    assert "người khác" in scoring.locator("#unsaved").inner_text()
    assert world.line("D01").own is None
    assert scoring.locator("#p-D01").input_value() == "3"
    world.sign_in(world.actors.nhung)
    come_back(scoring)
    wait_saved(scoring, "D01")


def test_two_tabs_on_one_line_are_asked_and_neither_is_lost(world, scoring):
    other = world.open(world.actors.nhung)
    type_into(other, "#p-D01", "2")
    wait_saved(other, "D01")
    type_into(scoring, "#p-D01", "3")
    scoring.locator("#l-D01 .note.gold").wait_for()
    assert scoring.locator("#p-D01").input_value() == "3"
    assert world.line("D01").own == 2000


# ── what follows each save ──


def test_totals_headings_tabs_and_advice_follow_each_save(world, scoring):
    places = ("section.card:has(#l-D01) > .cardhead", "#tab-mo", "#advice", "#totals")

    def told():
        return [scoring.locator(place).inner_text() for place in places]

    before = told()
    type_into(scoring, "#p-D01", "4")
    wait_saved(scoring, "D01")
    after = told()
    assert all(old != new for old, new in zip(before, after, strict=True))
    scoring.reload()
    assert told() == after

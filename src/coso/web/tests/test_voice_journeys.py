"""In a real Chromium: a worker speaks by a poster, a leader without a line loses nothing, a desk answers."""

import pytest
from django.urls import reverse

from coso.register.testing.tree import Actors, Tree
from coso.voice.models import Concern
from coso.voice.services.posters import put_up
from coso.voice.testing import say
from coso.web.testing.browser import PASSWORD, check, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    tree = Tree()
    actors = Actors(tree)
    for account in actors.everybody().values():
        account.set_password(PASSWORD)
        account.save()
    return tree, actors


def test_a_worker_speaks_and_reads_the_answer_a_desk_gives(page, world):
    tree, _actors = world
    poster = put_up(unit=tree.garment, places=["Nhà ăn"], phone="0238 384 0000", by=None)[0]
    page.goto(reverse("speak", args=[poster.mark]))
    check(page)
    page.fill("#text", "Com ca toi qua co mui, dung de cong ty biet")
    page.get_by_role("radio", name="Công đoàn phường Hồng").check(force=True)
    page.get_by_role("button", name="Gửi").click()
    code = page.locator(".code").inner_text()
    page.wait_for_load_state()
    check(page)
    page.fill("#typed", code)
    page.get_by_role("button", name="Kiểm tra").click()
    page.get_by_text("Mã đúng rồi").wait_for()
    check(page)
    assert page.context.cookies() == []
    sign_in(page, "hanh")
    page.goto(reverse("concerns"))
    check(page)
    page.get_by_role("link", name="Com ca toi qua").click()
    page.get_by_text("Vì sao phân loại như vậy").wait_for()
    page.wait_for_load_state()
    check(page)
    page.fill("#text", "Đã kiểm tra bếp, thay nhà cung cấp từ thứ Hai.")
    page.get_by_role("button", name="Trả lời").click()
    page.get_by_text("Người nói xem được").wait_for()
    page.goto(reverse("receipt"))
    page.fill("#code", code)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("thay nhà cung cấp").wait_for()
    check(page)


def test_a_leader_without_a_line_loses_nothing_and_sends_nothing_twice(page, world):
    tree, _actors = world
    sign_in(page, "to")
    page.goto(reverse("report"))
    check(page)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.context.set_offline(True)
    for n in range(3):
        page.fill("#text", f"Việc {n}")
        page.get_by_role("button", name="Gửi").click()
    page.get_by_text("đang chờ mạng").wait_for()
    page.reload()
    page.get_by_text("đang chờ mạng").wait_for()
    page.context.set_offline(False)
    page.locator("#queue").wait_for(state="hidden")
    assert sorted(Concern.objects.values_list("messages__text", flat=True)) == ["Việc 0", "Việc 1", "Việc 2"]
    assert set(Concern.objects.values_list("unit", flat=True)) == {tree.line5.pk}


def test_posters_are_made_on_any_screen(page, world):
    tree, _actors = world
    say(put_up(unit=tree.garment, places=["Cổng"], by=None)[0])
    sign_in(page, "nhung")
    page.goto(reverse("posters"))
    check(page)
    page.goto(reverse("posters_print", args=[tree.garment.code]))
    check(page)


def test_a_refused_report_holds_up_nothing_and_is_not_lost(page, world):
    _tree, _actors = world
    sign_in(page, "to")
    page.goto(reverse("report"))
    page.context.set_offline(True)
    for text in ("x" * 10_001, "Việc hai"):
        page.fill("#text", text)
        page.get_by_role("button", name="Gửi").click()
    page.context.set_offline(False)
    page.evaluate("send()")
    page.get_by_text("Đã đến bàn xử lý").or_(page.locator("#went:visible")).first.wait_for()
    page.wait_for_function("document.getElementById('text').value.length === 10001")
    assert Concern.objects.filter(messages__text="Việc hai").count() == 1
    assert Concern.objects.count() == 1


def test_nothing_of_who_signed_out_is_kept_on_a_shared_phone(page, world):
    tree, _actors = world
    sign_in(page, "to")
    page.goto(reverse("report"))
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(reverse("report") + f"?dv={tree.line5.code}")
    page.goto(reverse("report"))
    kept = "caches.keys().then(async (names) => [names.length, (await (await caches.open('report-1')).keys()).length])"
    assert page.evaluate(kept)[1] >= 5
    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.wait_for_timeout(500)
    assert page.evaluate("caches.keys()") == []

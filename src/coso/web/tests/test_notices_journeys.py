"""In a real Chromium: a notice goes out and comes back confirmed, a rumour is answered on paper and in public."""

import pytest
from django.urls import reverse

from coso.lib import clock
from coso.notices.models import Notice
from coso.notices.services.facts import publish
from coso.notices.testing import FACTS, heard, row_of, sent
from coso.register.testing.tree import Actors, Tree
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


def become(page, who):
    page.context.clear_cookies()
    sign_in(page, who)


def look(page):
    """Once it has loaded: nothing for axe to find, nothing that scrolls sideways."""
    page.wait_for_load_state()
    check(page)


def test_a_notice_is_sent_confirmed_on_a_phone_and_the_rest_reminded(page, world):
    tree, _actors = world
    become(page, "hanh")
    page.goto(reverse("notice_write"))
    look(page)
    page.get_by_label("Tiêu đề").fill("Lịch nghỉ Tết")
    page.get_by_label("Nội dung cần phổ biến").fill("Nghỉ từ 28 tháng Chạp.")
    page.get_by_role("button", name="Xem sẽ gửi tới đâu").click()
    page.get_by_text("2 công đoàn và 2 tổ").wait_for()
    look(page)
    page.get_by_role("button", name="Gửi ngay").click()
    page.get_by_text("Đã gửi tới 4 nơi").wait_for()
    look(page)
    become(page, "to")
    page.goto(reverse("home"))
    page.get_by_text("Nghỉ từ 28 tháng Chạp.").first.wait_for()
    look(page)
    page.get_by_role("button", name="Đã phổ biến").click()
    page.get_by_text("Cảm ơn anh chị").wait_for()
    notice = Notice.objects.get()
    become(page, "nhung")
    page.goto(reverse("notice", args=[notice.pk]))
    look(page)
    page.goto(reverse("notice_reach", args=[notice.pk]))
    look(page)
    page.get_by_role("button", name="Chỉ nhắc nơi chưa xác nhận").click()
    page.get_by_text("1 công đoàn và 1 tổ").wait_for()
    page.get_by_role("button", name="Gửi lời nhắc").click()
    page.get_by_text("Đã nhắc 2 nơi").wait_for()
    assert row_of(notice, tree.cutting).reminded == clock.today()
    assert row_of(notice, tree.line5).confirmed == clock.today()


def test_a_rumour_is_noted_and_answered_on_any_screen(page, world):
    tree, _actors = world
    become(page, "to")
    page.goto(reverse("rumour_hear"))
    look(page)
    page.get_by_label("Điều đang được truyền nhau").fill("Sắp bỏ tiền chuyên cần")
    page.get_by_role("button", name="Ghi lại").click()
    page.get_by_text("Công đoàn cấp trên sẽ trả lời").wait_for()
    look(page)
    become(page, "hanh")
    page.goto(reverse("rumours"))
    look(page)
    page.get_by_role("link", name="Sắp bỏ tiền chuyên cần").click()
    page.get_by_role("link", name="Viết thẻ sự thật").click()
    page.get_by_label("Sự thật là").wait_for()
    look(page)
    page.get_by_label("Sự thật là").fill("Tiền chuyên cần giữ nguyên.")
    page.get_by_label("Căn cứ").fill("Thỏa ước 2025, Điều 12")
    page.get_by_role("button", name="Công bố thẻ").click()
    page.get_by_text("Đã công bố").wait_for()
    look(page)
    assert tree.line5


def test_a_card_is_read_by_anybody_and_printed(page, world):
    tree, actors = world
    card = publish(unit=tree.ward, facts=FACTS, rumour=heard(tree.line5), by=actors.hanh)
    page.goto(reverse("public_fact", args=[card.mark]))
    look(page)
    assert page.context.cookies() == []
    become(page, "nhung")
    for name, arguments in (("fact_cards", []), ("fact_card", [card.pk]), ("fact_card_print", [card.pk])):
        page.goto(reverse(name, args=arguments))
        look(page)
    sent(tree.ward, actors.hanh)
    page.goto(reverse("notices"))
    look(page)

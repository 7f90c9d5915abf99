"""The pages of notices: written and sent with a second press, confirmed on a phone, reminded only where needed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.access.models import Action
from coso.lib import clock
from coso.lib.dates import show_day
from coso.notices.models import FactCard, Notice, Rumour
from coso.notices.services.attaching import attach
from coso.notices.services.confirming import confirm
from coso.notices.services.facts import end_card, publish
from coso.notices.services.sending import take_back
from coso.notices.testing import FACTS, SOON, fresh, heard, row_of
from coso.polls.testing import clean
from coso.testing.forms import forms_of, press_again, send


def text_of(client, name, *arguments, **query):
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def write(client, **said):
    told = {"title": "Lịch nghỉ Tết", "text": "Nghỉ từ 28 tháng Chạp.", "last": show_day(clock.today() + SOON)}
    return send(client, reverse("notice_write"), **{**told, **said})


def test_the_first_press_says_to_how_many_and_the_second_sends(client, tree, actors):
    client.force_login(actors.hanh)
    asked = write(client)
    assert not Notice.objects.exists()
    assert "2 công đoàn và 2 tổ" in asked.content.decode()
    done = press_again(client, asked)
    notice = Notice.objects.get()
    assert done.url == reverse("notice_reach", args=[notice.pk])
    assert "0 / 4" in text_of(client, "notice_reach", notice.pk)


def test_a_second_press_after_the_tree_has_changed_asks_again(client, tree, actors):
    client.force_login(actors.hanh)
    asked = write(client)
    tree.found("Tổ Mới", "group", tree.garment)
    again = press_again(client, asked)
    assert "2 công đoàn và 3 tổ" in again.content.decode()
    assert not Notice.objects.exists()


def test_a_file_goes_with_the_second_press_and_opens_for_whoever_is_addressed(client, tree, actors, settings, tmp_path):
    settings.FILES = tmp_path
    client.force_login(actors.hanh)
    page = reverse("notice_write")
    (form,) = [each for each in forms_of(client.get(page).content.decode(), page) if "title" in each.names]
    file = SimpleUploadedFile("lich.pdf", b"%PDF-1.7 x")
    told = {"title": "Tết", "text": "Nghỉ.", "last": show_day(clock.today() + SOON)}
    asked = client.post(page, {**form.filled(told), "file": file})
    assert "lich.pdf" in asked.content.decode()
    press_again(client, asked)
    address = reverse("notice_file", args=[Notice.objects.get().pk])
    client.force_login(actors.to)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    client.force_login(actors.khach)
    assert client.get(address).status_code == 404


def test_a_file_that_somebody_else_kept_is_not_sent(client, tree, actors, settings, tmp_path):
    settings.FILES = tmp_path
    key = attach(unit=tree.ward, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), by=actors.lanh)
    client.force_login(actors.hanh)
    told = {"unit": tree.ward.code, "title": "x", "text": "x", "last": show_day(clock.today() + SOON), "kept": key}
    press_again(client, client.post(reverse("notice_write"), told))
    assert Notice.objects.get().file is None


@pytest.mark.parametrize("said", [{"title": ""}, {"last": "x"}, {"last": "01/01/2020"}])
def test_nothing_typed_is_lost_where_something_is_wrong(client, actors, said):
    client.force_login(actors.hanh)
    back = write(client, **said)
    if back.status_code == 200:
        back = press_again(client, back)
    assert back.status_code == 422
    assert "Nghỉ từ 28 tháng Chạp." in back.content.decode()


def test_a_group_leader_reads_and_confirms_at_home(client, notice, tree, actors):
    client.force_login(actors.to)
    text = text_of(client, "home")
    assert "Nghỉ từ 28 tháng Chạp." in text
    done = send(client, reverse("home"), reverse("notice_for", args=[row_of(notice, tree.line5).pk]))
    assert done.url == reverse("home")
    assert row_of(notice, tree.line5).confirmed_by == actors.to.pk
    assert "Nghỉ từ 28 tháng Chạp." not in text_of(client, "home")


def test_a_slip_of_the_thumb_is_taken_back_by_whoever_tapped(client, notice, tree, actors):
    row = row_of(notice, tree.line5)
    page, back = reverse("notice_for", args=[row.pk]), reverse("notice_unconfirm", args=[row.pk])
    client.force_login(actors.to)
    send(client, page, page)
    client.force_login(actors.nhung)
    assert client.post(back).status_code == 404
    client.force_login(actors.to)
    send(client, page, back)
    assert row_of(notice, tree.line5).confirmed is None


def test_a_tap_on_a_page_from_before_the_notice_was_taken_back_is_refused(client, notice, tree, actors):
    client.force_login(actors.to)
    row = row_of(notice, tree.line5)
    page = reverse("notice_for", args=[row.pk])
    (form,) = [each for each in forms_of(client.get(page).content.decode(), page) if each.action == page]
    take_back(notice=notice, why="Sai ngày nghỉ", by=actors.hanh)
    back = client.post(page, form.filled({}))
    assert back.status_code == 422
    assert "Sai ngày nghỉ" in back.content.decode()
    assert row_of(notice, tree.line5).confirmed is None


def test_a_chair_confirms_for_the_union_and_for_a_group_without_a_leader(client, notice, tree, actors):
    client.force_login(actors.nhung)
    send(client, reverse("notice", args=[notice.pk]), reverse("notice_for", args=[row_of(notice, tree.garment).pk]))
    page = reverse("notice_reach", args=[notice.pk])
    done = send(client, page, reverse("notice_for", args=[row_of(notice, tree.cutting).pk]))
    assert done.url == f"{page}?dv={tree.garment.code}"
    assert "2 / 3" in text_of(client, "notice_reach", notice.pk)


def test_a_reminder_says_how_many_before_it_goes_to_just_those(client, notice, tree, actors):
    confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    client.force_login(actors.hanh)
    page = f"{reverse('notice_reach', args=[notice.pk])}?dv={tree.garment.code}"
    asked = send(client, page, reverse("notice_remind", args=[notice.pk]))
    assert "1 công đoàn và 1 tổ" in asked.content.decode()
    assert row_of(notice, tree.cutting).reminded is None
    press_again(client, asked)
    assert row_of(notice, tree.cutting).reminded == clock.today()
    assert row_of(notice, tree.line5).reminded is None
    assert row_of(notice, tree.school).reminded is None


def test_a_reminder_asked_for_again_when_somebody_confirmed_meanwhile(client, notice, tree, actors):
    client.force_login(actors.hanh)
    page = f"{reverse('notice_reach', args=[notice.pk])}?dv={tree.garment.code}"
    asked = send(client, page, reverse("notice_remind", args=[notice.pk]))
    confirm(addressee=row_of(notice, tree.line5), by=actors.to)
    assert "1 công đoàn và 1 tổ" in press_again(client, asked).content.decode()
    assert row_of(notice, tree.cutting).reminded is None


def test_a_stale_page_takes_nothing_back(client, notice, tree, actors):
    client.force_login(actors.hanh)
    page, to = reverse("notice", args=[notice.pk]), reverse("notice_take_back", args=[notice.pk])
    (form,) = [each for each in forms_of(client.get(page).content.decode(), page) if each.action == to]
    take_back(notice=notice, why="Sai ngày", by=actors.lanh)
    assert client.post(to, form.filled({"why": "Khác"})).status_code in (409, 422)
    assert fresh(notice).why == "Sai ngày"


def test_taking_back_without_a_reason_says_so(client, notice, actors):
    client.force_login(actors.hanh)
    back = send(client, reverse("notice", args=[notice.pk]), reverse("notice_take_back", args=[notice.pk]))
    assert back.status_code == 422
    assert fresh(notice).closed is None


@pytest.mark.parametrize("name", ["khach", "giay", "quan"])
def test_a_stranger_finds_neither_notice_nor_reach(client, notice, tree, actors, name):
    client.force_login(getattr(actors, name))
    row = row_of(notice, tree.line5)
    for page, key in (("notice", notice.pk), ("notice_reach", notice.pk), ("notice_for", row.pk)):
        assert client.get(reverse(page, args=[key])).status_code == 404


@pytest.mark.parametrize("code", ["ward", "school", "stranger"])
def test_a_chair_finds_no_reach_of_other_units(client, notice, tree, actors, code):
    client.force_login(actors.nhung)
    page = reverse("notice_reach", args=[notice.pk])
    assert client.get(page, {"dv": getattr(tree, code).code}).status_code == 404
    sent_to = {"dv": getattr(tree, code).code, "sure": "1"}
    assert client.post(reverse("notice_remind", args=[notice.pk]), sent_to).status_code == 404


def test_the_list_counts_what_the_reader_sees(client, notice, tree, actors):
    confirm(addressee=row_of(notice, tree.school), by=actors.thay)
    client.force_login(actors.nhung)
    text = text_of(client, "notices")
    assert "Lịch nghỉ Tết" in text
    assert ">3<" in text
    assert "Lịch nghỉ Tết" not in text_of(client, "notices", **{"trang-thai": "thu-hoi"})


def test_a_past_day_confirms_and_sends_nothing(client, notice, actors):
    client.force_login(actors.hanh)
    assert client.get(reverse("notice_write"), {"ngay": "2026-01-01"}).status_code == 404


def test_a_rumour_is_noted_and_answered_by_a_card_that_anybody_opens(client, tree, actors):
    client.force_login(actors.to)
    send(client, reverse("rumour_hear"), text="Sắp bỏ tiền chuyên cần", place="Nhóm Zalo chuyền 5")
    rumour = Rumour.objects.get()
    assert rumour.unit == tree.line5
    client.force_login(actors.hanh)
    page = f"{reverse('fact_card_write')}?ve={rumour.pk}"
    told = {"truth": "Tiền chuyên cần giữ nguyên.", "source": "Thỏa ước 2025, Điều 12"}
    done = send(client, page, **told)
    card = FactCard.objects.get()
    assert done.url == reverse("fact_card", args=[card.pk])
    assert "Sắp bỏ tiền chuyên cần" in text_of(client, "fact_card", card.pk)
    sheet = text_of(client, "fact_card_print", card.pk)
    assert "<svg" in sheet
    assert f"/su-that/{card.mark}/" in sheet
    client.logout()
    text = clean(client.get(reverse("public_fact", args=[card.mark.lower()])))
    assert "Tiền chuyên cần giữ nguyên." in text
    assert "Thỏa ước 2025, Điều 12" in text


def test_a_public_card_shows_nothing_of_who_is_signed_in(client, tree, actors):
    card = publish(unit=tree.ward, facts=FACTS, by=actors.hanh)
    client.force_login(actors.uy)
    assert actors.uy.name not in client.get(reverse("public_fact", args=[card.mark])).content.decode()
    english = client.get(reverse("public_fact", args=[card.mark]), {"tieng": "en"}).content.decode()
    assert "What is true" in english


def test_a_card_taken_back_says_so_to_everybody(client, tree, actors):
    card = publish(unit=tree.ward, facts=FACTS, by=actors.hanh)
    end_card(card=card, why="Luật đổi từ 01/01", by=actors.hanh)
    back = client.get(reverse("public_fact", args=[card.mark]))
    assert back.status_code == 410
    assert "Luật đổi từ 01/01" in clean(back)
    assert FACTS.truth not in back.content.decode()
    client.force_login(actors.hanh)
    assert client.get(reverse("fact_card_print", args=[card.pk])).status_code == 404


@pytest.mark.parametrize("mark", ["XXXXXXXX", "%00", "a" * 300])
def test_a_card_that_is_not_there_is_not_found(client, db, mark):
    assert client.get(f"/su-that/{mark}/").status_code == 404


def test_a_stale_rumour_keeps_what_was_typed_on_the_card(client, rumour, tree, actors):
    client.force_login(actors.hanh)
    page = f"{reverse('fact_card_write')}?ve={rumour.pk}"
    (form,) = [each for each in forms_of(client.get(page).content.decode(), page) if "truth" in each.names]
    publish(unit=tree.ward, facts=FACTS, rumour=rumour, by=actors.lanh)
    back = client.post(page, form.filled({"truth": "Khác", "source": "Điều 1"}))
    assert back.status_code in (409, 422)
    assert FactCard.objects.count() == 1


def test_a_rumour_is_settled_or_answered_by_a_card_that_stands(client, rumour, tree, actors):
    card = publish(unit=tree.ward, facts=FACTS, by=actors.hanh)
    client.force_login(actors.nhung)
    page, to = reverse("rumour", args=[rumour.pk]), reverse("rumour_settle", args=[rumour.pk])
    assert send(client, page, to, why="").status_code == 422
    send(client, page, to, card=card.mark)
    other = heard(tree.cutting)
    page, to = reverse("rumour", args=[other.pk]), reverse("rumour_settle", args=[other.pk])
    send(client, page, to, why="Đã nói ở giao ca")
    assert Rumour.objects.get(pk=rumour.pk).card == card
    assert Rumour.objects.get(pk=other.pk).why == "Đã nói ở giao ca"
    assert Action.objects.filter(verb="rumour.settle").count() == 1


@pytest.mark.parametrize("name", ["khach", "giay", "thay", "kiem", "quan"])
def test_a_stranger_reads_no_rumour(client, rumour, actors, name):
    client.force_login(getattr(actors, name))
    assert client.get(reverse("rumour", args=[rumour.pk])).status_code == 404


def test_what_is_empty_says_what_comes_next(client, tree, actors):
    client.force_login(actors.hanh)
    words = {"notices": "Chưa có thông báo nào", "rumours": "Chưa ghi nhận", "fact_cards": "Chưa có thẻ sự thật nào"}
    for name, said in words.items():
        assert said in text_of(client, name)

"""The pages of concerns: workers leave no trace, desks find what waits, posters are made and replaced."""

import re

import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.lib import clock
from coso.polls.testing import clean
from coso.register.models import Appointment, ManagerMark
from coso.voice.models import CLOSED, HANDLING, TOLD, Concern, GeneralAnswer, Poster
from coso.voice.services.desk import answer
from coso.voice.services.posters import replace
from coso.voice.testing import TEXT, fresh, now, once, say


def form_of(text):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def send(client, poster, **more):
    address = reverse("speak", args=[poster.mark])
    sent = form_of(clean(client.get(address)))
    return client.post(address, {**sent, "text": TEXT, "reader": poster.unit.code, **more})


def digits_in(text):
    return re.search(r'class="code">([\d ]+)<', text)[1]


def test_a_worker_speaks_keeps_the_code_and_reads_the_answer(client, poster, actors):
    shown = send(client, poster, people="group", heat="4")
    code, sent = digits_in(clean(shown)), form_of(shown.content.decode())
    kept = client.post(reverse("speak_keep", args=[poster.mark]), {**sent, "typed": code})
    assert "Mã đúng rồi" in clean(kept)
    row = Concern.objects.get()
    answer(seen=now(row), text="Đã đổi bếp.", by=actors.nhung)
    text = clean(client.post(reverse("receipt"), {"code": code.replace(" ", "-")}))
    assert "Đã đổi bếp." in text
    assert fresh(row).state == TOLD
    clean(client.post(reverse("receipt_more"), {"code": code, "helped": "yes"}))
    assert (fresh(row).state, fresh(row).helped) == (CLOSED, True)


def test_nothing_typed_is_lost_where_something_is_missing(client, poster):
    back = send(client, poster, reader="", heat="5")
    text = clean(back)
    assert back.status_code == 422
    assert TEXT in text
    assert 'value="5" checked' in text


def test_a_code_typed_wrongly_is_shown_again(client, poster):
    sent = form_of(send(client, poster).content.decode())
    again = client.post(reverse("speak_keep", args=[poster.mark]), {**sent, "typed": "123"})
    assert again.status_code == 422
    assert digits_in(clean(again))


def test_a_pin_is_set_beside_the_code(client, poster):
    shown = send(client, poster).content.decode()
    code = digits_in(shown)
    client.post(reverse("speak_keep", args=[poster.mark]), {**form_of(shown), "typed": code, "pin": "hoa sen"})
    assert client.post(reverse("receipt"), {"code": code}).status_code == 422
    assert client.post(reverse("receipt"), {"code": code, "pin": "hoa sen"}).status_code == 200


def test_who_is_signed_in_leaves_no_trace(client, poster, actors):
    client.force_login(actors.uy)
    before = Action.objects.count()
    text = send(client, poster).content.decode()
    assert actors.uy.name not in text
    assert Action.objects.count() == before


def test_wrong_codes_wait_after_many_and_say_so(client, concern):
    for n in range(34):
        back = client.post(reverse("receipt"), {"code": f"12345{n:05}"})
    assert "Xin chờ" in clean(back)


def test_a_replaced_poster_says_where_to_go(client, poster, actors):
    new = replace(poster=poster, by=actors.nhung)
    back = client.get(reverse("speak", args=[poster.mark]))
    assert back.status_code == 410
    assert reverse("speak", args=[new.mark]) in clean(back)


def test_a_stamp_is_checked_without_a_code(client, poster):
    stamp = re.search(r'class="stamp">([^<]+)<', send(client, poster).content.decode())[1]
    assert f"{clock.today():%d/%m/%Y}" in clean(client.post(reverse("receipt_stamp"), {"stamp": stamp}))
    assert client.post(reverse("receipt_stamp"), {"stamp": stamp[:-1]}).status_code == 422


@pytest.mark.parametrize("mark", ["XXXXXXXX", "%00", "a" * 300])
def test_a_poster_that_is_not_there_is_not_found(client, db, mark):
    assert client.get(f"/noi/{mark}/").status_code == 404


def test_the_list_shows_what_waits_and_leads_to_it(client, concern, actors):
    client.force_login(actors.nhung)
    text = client.get(reverse("concerns")).content.decode()
    assert TEXT in text
    assert reverse("concern", args=[concern.uuid]) in text
    assert TEXT not in client.get(reverse("concerns"), {"trang-thai": "closed"}).content.decode()


def test_a_manager_finds_an_empty_list(client, concern, actors):
    client.force_login(actors.hanh)
    held = Appointment.objects.get(person=actors.people["nhung"])
    page = reverse("appointment_manager", args=[concern.unit.code, held.pk])
    sent = {**form_of(client.get(page).content.decode()), "day": clock.today().isoformat()}
    assert client.post(page, sent).status_code == 302
    client.force_login(actors.nhung)
    assert TEXT not in client.get(reverse("concerns")).content.decode()
    assert client.get(reverse("concern", args=[concern.uuid])).status_code == 404


def test_a_mark_is_taken_back_from_a_later_day(client, tree, actors):
    held = Appointment.objects.get(person=actors.people["nhung"])
    page = reverse("appointment_manager", args=[tree.garment.code, held.pk])
    client.force_login(actors.hanh)
    client.post(page, {"day": "2026-01-05"})
    assert "không còn là quản lý" in client.get(page).content.decode()
    client.post(page, {"day": clock.today().isoformat()})
    assert ManagerMark.objects.get().end == clock.today()


def test_a_stale_mark_is_refused(client, tree, actors):
    held = Appointment.objects.get(person=actors.people["nhung"])
    page = reverse("appointment_manager", args=[tree.garment.code, held.pk])
    client.force_login(actors.hanh)
    sent = form_of(client.get(page).content.decode())
    del sent["once"]
    client.post(page, {**sent, "day": "2026-01-05"})
    assert client.post(page, {**sent, "day": clock.today().isoformat()}).status_code == 422
    assert ManagerMark.objects.get().end > clock.today()


@pytest.mark.parametrize(("deed", "more"), [("take", {}), ("answer", {"text": "Đã xem"}), ("up", {"why": "Quá quyền"})])
def test_a_desk_does_its_deeds_from_the_page(client, concern, actors, deed, more):
    client.force_login(actors.nhung)
    page = client.get(reverse("concern", args=[concern.uuid])).content.decode()
    turn = form_of(page)["turn"]
    back = client.post(reverse("concern_deed", args=[concern.uuid, deed]), {"turn": turn, **more})
    assert back.status_code == 302
    assert fresh(concern).turn == 1


def test_an_answer_that_came_late_is_kept_on_the_stale_page(client, concern, actors):
    answer(seen=now(concern), text="Trước", by=actors.pho)
    client.force_login(actors.nhung)
    back = client.post(reverse("concern_deed", args=[concern.uuid, "answer"]), {"turn": "0", "text": "Chữ của tôi"})
    assert back.status_code == 409
    assert "Chữ của tôi" in back.content.decode()


def test_a_refused_deed_shows_what_was_typed(client, concern, actors):
    client.force_login(actors.nhung)
    back = client.post(reverse("concern_deed", args=[concern.uuid, "merge"]), {"turn": "0", "into": "ABC"})
    assert back.status_code == 422
    assert 'value="ABC"' in back.content.decode()


@pytest.mark.parametrize("junk", [{"turn": "²"}, {"turn": ""}, {"turn": "9" * 40}, {"turn": "0", "urgency": "²"}])
def test_junk_is_no_fault(client, concern, actors, junk):
    client.force_login(actors.nhung)
    back = client.post(reverse("concern_deed", args=[concern.uuid, "sort"]), junk)
    assert back.status_code in (409, 422)
    assert client.post(reverse("concern_deed", args=[concern.uuid, "burn"]), junk).status_code == 404


def test_a_general_answer_stands_on_the_posters_page(client, concern, poster, actors):
    answer(seen=now(concern), text="Riêng", by=actors.nhung)
    client.force_login(actors.nhung)
    client.post(reverse("concern_deed", args=[concern.uuid, "close"]), {"turn": "1", "general": "Bếp đã đổi."})
    text = clean(client.get(reverse("speak", args=[poster.mark])))
    assert "Bếp đã đổi." in text
    assert "Riêng" not in text
    assert GeneralAnswer.objects.get().unit == concern.unit


def test_posters_are_made_printed_and_replaced(client, tree, actors):
    client.force_login(actors.nhung)
    assert client.get(reverse("posters")).url == reverse("posters_of", args=[tree.garment.code])
    page = reverse("posters_of", args=[tree.garment.code])
    assert "Chưa có mã QR" in client.get(page).content.decode()
    client.post(page, {"places": "Cổng 1\nNhà ăn\n", "phone": "0238 384 0000"})
    assert list(Poster.objects.order_by("pk").values_list("place", flat=True)) == ["Cổng 1", "Nhà ăn"]
    sheet = client.get(reverse("posters_print", args=[tree.garment.code])).content.decode()
    assert sheet.count("<svg") == 2
    first = Poster.objects.order_by("pk").first()
    client.post(reverse("poster_replace", args=[tree.garment.code, first.pk]))
    client.post(reverse("poster_replace", args=[tree.garment.code, first.pk]))
    assert Poster.objects.filter(closed=None).count() == 2
    assert Poster.objects.count() == 3


def test_a_small_group_has_no_poster_of_its_own(client, tree, actors):
    client.force_login(actors.nhung)
    back = client.post(reverse("posters_of", args=[tree.line5.code]), {"places": ""})
    assert back.status_code == 422
    assert "dưới 20 người" in back.content.decode()


def test_an_officer_of_many_unions_chooses_by_name(client, tree, actors):
    client.force_login(actors.hanh)
    text = client.get(reverse("posters"), {"q": "may lam"}).content.decode()
    assert reverse("posters_of", args=[tree.garment.code]) in text


def test_the_page_of_a_poster_is_light(client, poster):
    assert len(clean(client.get(reverse("speak", args=[poster.mark]))).encode()) < 20_000


def test_an_author_says_more_and_sees_the_desk_move(client, poster, actors):
    row, digits = say(poster, sent=once())
    back = clean(client.post(reverse("receipt_more"), {"code": digits, "more": "Hôm nay nữa"}))
    assert "Hôm nay nữa" in back
    from coso.voice.services.desk import take

    take(seen=now(row), by=actors.nhung)
    assert fresh(row).state == HANDLING
    assert "Đang xử lý" in clean(client.post(reverse("receipt"), {"code": digits}))

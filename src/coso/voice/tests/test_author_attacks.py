"""Whoever has a form, a page or half a receipt gets no further than its owner; floods and odd signs do no harm."""

import datetime as dt
from dataclasses import replace
from urllib.parse import quote

import pytest
from django.db import IntegrityError
from django.urls import reverse

from coso.access.refusals import RefusedError
from coso.lib import clock, text
from coso.polls.testing import clean
from coso.testing.days import on
from coso.triage.reading import _untyped, words_of
from coso.voice.models import CLOSED, Concern, Message
from coso.voice.receipts import made_of
from coso.voice.services import intake
from coso.voice.services.desk import answer, close
from coso.voice.services.intake import Said, by_poster, find_by_receipt, say_more, set_pin, take_in
from coso.voice.services.posters import put_up
from coso.voice.testing import TEXT, fresh, now, once, say

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


# ── a form that is known ──


def test_who_went_back_and_chose_another_reader_is_not_read_by_the_first(poster, tree):
    sent = once()
    row, _digits = say(poster, sent=sent)
    with pytest.raises(RefusedError, match="gửi rồi"):
        say(poster, text="Trưởng ban là người nhà của quản đốc", reader=tree.ward, sent=sent)
    assert row.messages.count() == 1


def test_the_page_then_sends_it_as_a_new_message(client, poster, tree):
    sent = once()
    say(poster, sent=sent)
    address = reverse("speak", args=[poster.mark])
    back = client.post(address, {"form_key": sent, "text": "Chỉ tỉnh đọc", "reader": tree.province.code})
    assert back.status_code == 422
    assert "Chỉ tỉnh đọc" in clean(back)
    key = back.content.decode().split('name="form_key" value="')[1][:32]
    assert key != sent
    client.post(address, {"form_key": key, "text": "Chỉ tỉnh đọc", "reader": tree.province.code})
    assert Concern.objects.get(reader=tree.province).messages.get().text == "Chỉ tỉnh đọc"


def test_a_form_of_one_poster_adds_nothing_at_another_unit(poster, tree, actors):
    sent = once()
    row, _digits = say(poster, sent=sent)
    elsewhere = put_up(unit=tree.school, places=[], by=actors.thay)[0]
    with pytest.raises(RefusedError, match="gửi rồi"):
        say(elsewhere, text="Thêm", sent=sent, reader=tree.ward)
    assert row.messages.count() == 1


def test_a_form_sent_again_after_the_end_is_told_so(poster, actors):
    sent = once()
    row, _digits = say(poster, sent=sent)
    answer(seen=now(row), text="Xong", by=actors.nhung)
    close(seen=now(row), general="", by=actors.nhung)
    assert say(poster, sent=sent)[0].state == CLOSED  # the same words: the receipt again
    with pytest.raises(RefusedError, match="gửi rồi"):
        say(poster, text="Vẫn thế", sent=sent)


def test_one_form_floods_no_conversation(poster):
    sent = once()
    row, _digits = say(poster, sent=sent)
    for n in range(intake.MOST_SAID - 1):
        say(poster, text=f"Lần {n}", sent=sent)
    with pytest.raises(RefusedError, match="nhiều"):
        say(poster, text="Lần nữa", sent=sent)
    with pytest.raises(RefusedError, match="nhiều"):
        say_more(concern=row, text="Lần nữa")
    assert row.messages.count() == intake.MOST_SAID


def test_the_same_form_twice_at_the_same_moment_is_one_concern(poster, monkeypatch):
    sent = once()
    row, _digits = say(poster, sent=sent)
    monkeypatch.setattr(intake, "is_taken", lambda _once: False)
    assert say(poster, sent=sent)[0] == row
    assert row.messages.count() == 1


def test_a_form_is_known_although_its_reader_is_gone(poster, monkeypatch):
    sent = once()
    row, _digits = say(poster, sent=sent)
    monkeypatch.setattr(intake, "desks_for", lambda _unit: [])
    said = Said(once=sent, text=TEXT, reader=poster.unit.code)
    assert take_in(source=by_poster(poster), said=said).key == row.pk
    with pytest.raises(RefusedError):
        take_in(source=by_poster(poster), said=replace(said, once=once()))


# ── receipts and PINs ──


def test_a_form_that_was_never_sent_has_no_receipt(client, poster):
    chosen = "ab" * 16
    back = client.post(reverse("speak_keep", args=[poster.mark]), {"form_key": chosen})
    assert back.status_code == 422
    digits = made_of(chosen).digits
    assert digits[-3:] not in clean(back)


def test_an_old_page_sets_no_pin(client, poster):
    sent = once()
    row, digits = say(poster, sent=sent)
    with on(clock.today() + dt.timedelta(days=1)):
        form = {"form_key": sent, "typed": digits, "pin": "hoa sen"}
        assert client.post(reverse("speak_keep", args=[poster.mark]), form).status_code == 422
    assert not fresh(row).pinned
    assert find_by_receipt(typed=digits) == row


def test_the_page_of_a_receipt_tells_no_pin_apart(client, poster):
    sent = once()
    _row, digits = say(poster, sent=sent)
    set_pin(typed=digits, pin="hoa sen")
    page = reverse("speak_keep", args=[poster.mark])
    said = [
        clean(client.post(page, {"form_key": sent, "typed": digits, "pin": pin})) for pin in ("hoa sen", "hoa hồng")
    ]
    assert said[0] == said[1]


def test_a_pin_is_guessed_no_faster_than_a_receipt(client, poster):
    _row, digits = say(poster)
    set_pin(typed=digits, pin="1234")
    tries = [client.post(reverse("receipt"), {"code": digits, "pin": f"{n:04}"}) for n in range(34)]
    assert "Xin chờ" in clean(tries[-1])
    assert "Xin chờ" in clean(client.post(reverse("receipt_more"), {"code": digits, "pin": "1234", "more": "x"}))


@pytest.mark.parametrize("known", [True, False])
def test_a_known_and_an_unknown_receipt_are_hashed_as_often(poster, monkeypatch, known):
    _row, digits = say(poster)
    find = digits[:5] + "00000" if known else f"{(int(digits[:5]) + 1) % 100_000:05}00000"
    hashed = []
    real = intake.is_proved
    monkeypatch.setattr(intake, "is_proved", lambda *given: hashed.append(given) or real(*given))
    with pytest.raises(RefusedError):
        find_by_receipt(typed=find)
    assert len(hashed) == 1


@pytest.mark.parametrize("typed", ["", "123", "x" * 400])
def test_what_is_no_receipt_costs_no_hash(db, monkeypatch, typed):
    monkeypatch.setattr(intake, "is_proved", lambda *_given: pytest.fail("hashed"))
    with pytest.raises(RefusedError):
        find_by_receipt(typed=typed)


# ── odd texts ──


def post(client, address, **form):
    """A form as bytes, so that half a sign can be sent, too."""
    body = "&".join(f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in form.items())
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


ODD = [
    "\ufffd\ud800 lẻ",
    "a\0b",
    "\u202eđảo ngược\u202c",
    "👩‍👩‍👧‍👦" * 500,
    "ậ" * 10_000,
    "\u0301" * 3_000 + "x",
    "{{ 7|add:1 }}",
]


@pytest.mark.parametrize("odd", [SCRIPT, *ODD], ids=range(8))
def test_odd_texts_arrive_and_are_shown_as_text(client, poster, actors, odd):
    sent = once()
    form = {"form_key": sent, "text": odd, "reader": poster.unit.code, "people": SCRIPT, "heat": "²", "answer": SCRIPT}
    assert post(client, reverse("speak", args=[poster.mark]), **form).status_code == 200
    row = Concern.objects.get()
    said = client.post(reverse("receipt"), {"code": made_of(sent).digits}).content.decode()
    client.post(reverse("receipt_more"), {"code": made_of(sent).digits, "more": f"{SCRIPT}!"})
    client.force_login(actors.nhung)
    page = reverse("concern", args=[row.uuid])
    answered = client.post(reverse("concern_deed", args=[row.uuid, "answer"]), {"turn": "1", "text": SCRIPT})
    assert answered.status_code == 302
    shown = [said, client.get(page).content.decode(), client.get(reverse("concerns")).content.decode()]
    shown.append(client.get(reverse("home")).content.decode())
    assert not [each for each in shown if "<script>alert" in each or "<img src=x" in each]


@pytest.mark.parametrize("field", ["form_key", "reader", "people", "heat", "answer", "text", "again", "tieng"])
def test_huge_and_odd_fields_are_no_fault(client, poster, field):
    for junk in ("x" * 20_000, "\ud800", "\u0000", "²", SCRIPT):
        form = {"form_key": once(), "text": TEXT, "reader": poster.unit.code, field: junk}
        back = post(client, reverse("speak", args=[poster.mark]), **form)
        assert back.status_code in (200, 422)
        assert "<script>alert" not in back.content.decode()


def test_a_word_of_ten_thousand_letters_is_read_quickly(monkeypatch):
    before = text._folded.cache_info().currsize
    word = "sfrxj" * 2_000
    assert _untyped(word) is word
    assert max(len(each.written) for each in words_of(word)) <= 50
    text.fold("Một câu dài của ai đó " * 20)
    assert text._folded.cache_info().currsize <= before + 1_000
    assert not [each for each in [text._folded.cache_parameters()] if each["maxsize"] is None]


def test_a_fault_of_the_database_is_not_taken_for_a_second_form(poster, monkeypatch):
    def burst(*_given):
        raise IntegrityError("NOT NULL")

    monkeypatch.setattr(intake, "_write", burst)
    with pytest.raises(Concern.DoesNotExist):
        say(poster)
    assert not Message.objects.exists()

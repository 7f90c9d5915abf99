"""What workers say arrives once, without a name, and comes back by its receipt."""

import pytest

from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.triage.judging import suggest
from coso.voice import pace
from coso.voice.models import AUTHOR, CLOSED, HANDLING, RECEIVED, TOLD, Concern
from coso.voice.receipts import made_of, stamp, stamped_day
from coso.voice.services.desk import answer, close
from coso.voice.services.intake import (
    CrowdedError,
    Said,
    by_poster,
    find_by_receipt,
    note_told,
    say_helped,
    say_more,
    set_pin,
    take_in,
)
from coso.voice.services.posters import put_up, replace
from coso.voice.testing import TEXT, fresh, now, once, say


def test_a_concern_arrives_on_the_chosen_desk_and_leaves_no_entry(poster, tree):
    before = Action.objects.count()
    row, _digits = say(poster, reader=tree.ward, people="group", heat=4)
    assert (row.unit, row.desk, row.state, row.received) == (tree.garment, tree.ward, RECEIVED, clock.today())
    assert row.messages.get().text == TEXT
    assert Action.objects.count() == before


def test_a_concern_is_sorted_by_its_words_and_says_why(poster, monkeypatch):
    monkeypatch.setattr("coso.voice.services.intake.suggest_learnt", suggest)
    row, _digits = say(poster, text="mai ca xuong ngung viec doi tang luong, 7h ra cong")
    assert row.urgency == 3
    assert "wage" in row.topics
    assert any("ngung viec" in reason["words"] for reason in row.because)


def test_the_same_form_sent_twice_is_one_concern_with_one_receipt(poster):
    sent = once()
    first, second = say(poster, sent=sent), say(poster, sent=sent)
    assert first == second
    assert first[0].messages.count() == 1


def test_a_form_sent_again_with_other_words_says_more(poster):
    sent = once()
    row, _digits = say(poster, sent=sent)
    say(poster, text="Thêm: hôm nay lại thế", sent=sent)
    assert [message.text for message in fresh(row).messages.order_by("n")] == [TEXT, "Thêm: hôm nay lại thế"]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0:.4}-{0:.10}"])
def test_a_receipt_finds_its_concern_however_it_is_typed(poster, typed):
    row, digits = say(poster)
    text = f"{digits[:4]}-{digits[4:]}" if ":" in typed else typed.format(digits)
    assert find_by_receipt(typed=text) == row


@pytest.mark.parametrize("typed", ["", "123", "0" * 10, "x" * 5000, "²³⁴⁵⁶⁷⁸⁹⁰¹"])
def test_a_wrong_receipt_finds_nothing(concern, typed):
    with pytest.raises(RefusedError, match="không tìm thấy"):
        find_by_receipt(typed=typed)


def test_the_receipt_is_not_kept(poster):
    row, digits = say(poster)
    kept = str(Concern.objects.filter(pk=row.pk).values().get())
    assert digits not in kept
    assert digits[:5] not in kept


def test_with_a_pin_the_digits_alone_open_nothing(poster):
    row, digits = say(poster)
    set_pin(typed=digits, pin="sen hồng")
    with pytest.raises(RefusedError):
        find_by_receipt(typed=digits)
    assert find_by_receipt(typed=digits, pin="sen hồng") == row


def test_a_second_pin_is_not_set_by_who_lacks_the_first(poster):
    _row, digits = say(poster)
    set_pin(typed=digits, pin="1234")
    with pytest.raises(RefusedError):
        set_pin(typed=digits, pin="9999")


@pytest.mark.parametrize(("text", "words"), [("", "Xin viết"), ("\u200b ", "Xin viết"), ("a" * 10_001, "Nhiều nhất")])
def test_what_cannot_be_taken_is_told(poster, text, words):
    with pytest.raises(RefusedError, match=words):
        say(poster, text=text)
    assert not Concern.objects.exists()


def test_ten_thousand_letters_and_signs_of_joy_arrive(poster):
    row, _digits = say(poster, text="😀" * 9_990 + "hết rồi")
    assert len(row.messages.get().text) == 9_997


def test_a_desk_that_was_not_offered_is_refused(poster, tree):
    with pytest.raises(RefusedError, match="ai đọc"):
        say(poster, reader=tree.stranger)


def test_a_committee_of_managers_is_not_offered(poster, tree, actors):
    for who in ("nhung", "pho", "uy"):
        held = Appointment.objects.get(person=actors.people[who])
        mark_manager(appointment=held, day=clock.today(), by=actors.hanh)
    with pytest.raises(RefusedError, match="ai đọc"):
        say(poster)
    assert say(poster, reader=tree.ward)[0].reader == tree.ward


def test_an_answer_read_by_the_receipt_is_told_back(concern, actors):
    answer(seen=now(concern), text="Đã kiểm tra bếp, đổi nhà cung cấp.", by=actors.nhung)
    assert note_told(fresh(concern)).state == TOLD
    assert fresh(concern).told == clock.today()


def test_what_helped_is_closed_and_what_did_not_comes_back_once(concern, actors):
    answer(seen=now(concern), text="Đã hỏi.", by=actors.nhung)
    say_helped(concern=concern, helped=False)
    assert fresh(concern).state == HANDLING
    answer(seen=now(concern), text="Đã đổi.", by=actors.nhung)
    say_helped(concern=concern, helped=False)
    assert (fresh(concern).state, fresh(concern).helped) == ("answered", False)
    say_helped(concern=concern, helped=True)
    assert fresh(concern).state == CLOSED


def test_nothing_is_said_to_have_helped_before_there_is_an_answer(concern):
    with pytest.raises(RefusedError, match="Chưa có câu trả lời"):
        say_helped(concern=concern, helped=True)


def test_more_is_said_once_and_not_after_the_end(concern, actors):
    say_more(concern=concern, text="Sáng nay cũng thế")
    say_more(concern=concern, text="Sáng nay cũng thế")
    assert concern.messages.filter(side=AUTHOR).count() == 2
    answer(seen=now(concern), text="Xong.", by=actors.nhung)
    close(seen=now(concern), general="", by=actors.nhung)
    with pytest.raises(RefusedError, match="kết thúc"):
        say_more(concern=concern, text="Vẫn thế")


def test_a_stamp_proves_the_day_and_a_forged_one_nothing():
    mark = stamp(once(), clock.today())
    assert stamped_day(mark.lower()) == f"{clock.today():%d/%m/%Y}"
    assert stamped_day(mark[:-1] + ("0" if mark[-1] != "0" else "1")) == ""
    assert stamped_day("20261122-00000000-000000000000") == ""


def test_a_crowded_poster_asks_a_question_that_lets_people_in(poster, monkeypatch):
    monkeypatch.setattr(pace, "is_crowded", lambda *_: True)
    monkeypatch.setattr("coso.voice.services.intake.is_crowded", lambda *_: True)
    sent = once()
    with pytest.raises(CrowdedError) as crowded:
        say(poster, sent=sent)
    assert not Concern.objects.exists()
    right = str(sum(crowded.value.sum_of))
    assert say(poster, sent=sent, answer=right)[0].pk == made_of(sent).key


def test_a_script_is_slowed_and_another_poster_is_not(poster, tree, actors, monkeypatch):
    monkeypatch.setattr(pace, "SAMPLE", 1)
    other = put_up(unit=tree.garment, places=["Nhà ăn"], by=actors.nhung)[0]
    for n in range(120):
        pace.count(poster.mark, f"chữ khác nhau {n}" + "abcdefghij"[n % 10] * (n // 10 + 1))
    with pytest.raises(CrowdedError):
        say(poster)
    say(other)


def test_a_text_sent_by_a_script_is_slowed_at_any_poster(poster, tree, actors, monkeypatch):
    monkeypatch.setattr(pace, "SAMPLE", 1)
    for n in range(50):
        pace.count("ABCD", f"{TEXT} {n}")
    with pytest.raises(CrowdedError):
        say(poster)
    say(poster, text="Chuyện khác hẳn")


def test_the_old_poster_still_takes_what_was_typed_on_it(poster, actors):
    replace(poster=poster, by=actors.nhung)
    poster.refresh_from_db()
    assert say(poster)[0].unit_id == poster.unit_id


def test_a_page_without_its_number_is_too_old(poster):
    with pytest.raises(RefusedError, match="quá cũ"):
        take_in(source=by_poster(poster), said=Said(once="sai", text=TEXT, reader=poster.unit.code))

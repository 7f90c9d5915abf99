"""A factory reports while a script floods its poster; a phone comes back after a week; somebody tries codes, keys."""

import datetime as dt
import random
import unicodedata
import uuid

import pytest
from django.urls import reverse

from coso.doors.models import Bucket
from coso.lib import clock
from coso.polls.testing import clean
from coso.testing.days import on
from coso.voice import pace
from coso.voice.keys import chance_key
from coso.voice.models import Concern, Message
from coso.voice.receipts import made_of
from coso.voice.services import intake
from coso.voice.services.intake import CrowdedError, Said, by_poster, take_in
from coso.voice.services.reports import report
from coso.voice.testing import TEXT, fresh, night, once, say

WORKERS, MINUTES = 3_000, 60
PER_MINUTE = WORKERS // MINUTES
LETTERS = "abcdefghiklmnopqrstuvxy"


def words(chance):
    """What one worker writes and no other."""
    return " ".join("".join(chance.choices(LETTERS, k=5)) for _ in range(6))


def is_taken(source, reader, text, answers):
    """Whether a sender gets in: a person answers the question that is asked, a script sends on."""
    sent = once()
    try:
        take_in(source=source, said=Said(sent, text, reader))
    except CrowdedError as crowded:
        if not answers:
            return False
        take_in(source=source, said=Said(sent, text, reader, answer=str(sum(crowded.sum_of))))
    return True


@pytest.mark.parametrize("same", [True, False])
def test_a_factory_gets_through_in_an_hour_and_a_script_at_its_poster_does_not(poster, monkeypatch, same):
    chance, source, reader = random.Random(11), by_poster(poster), poster.unit.code
    monkeypatch.setattr(pace, "_chance", chance)
    monkeypatch.setattr(intake, "_checked", lambda _source, said: (said.text, poster.unit))
    monkeypatch.setattr(intake, "_write", lambda *_given: None)
    monkeypatch.setattr(intake, "is_taken", lambda _once: False)
    heard = {True: 0, False: 0}
    begun = clock.now().replace(minute=0)
    for minute in range(MINUTES):
        monkeypatch.setattr(clock, "now", lambda minute=minute: begun + dt.timedelta(minutes=minute))
        senders = [True] * PER_MINUTE + [False] * PER_MINUTE
        chance.shuffle(senders)
        for person in senders:
            heard[person] += is_taken(source, reader, words(chance) if person or not same else TEXT, person)
    assert heard[True] == WORKERS
    assert heard[False] < WORKERS / 5


def test_a_leader_without_a_line_for_seven_days_loses_and_doubles_nothing(client, tree, actors):
    kept = [Said(once=once(), text=f"Việc {n}", reader=tree.garment.code) for n in range(200)]
    with on(clock.today() + dt.timedelta(days=7)):
        for said in kept:
            report(unit=tree.line5, said=said, signed=True, by=actors.to)
        night()
    with on(clock.today() + dt.timedelta(days=8)):
        for said in reversed(kept):
            report(unit=tree.line5, said=said, signed=True, by=actors.to)
    assert Concern.objects.count() == 200
    assert set(Message.objects.values_list("text", flat=True)) == {said.text for said in kept}
    assert Message.objects.count() == 200


def test_marks_set_apart_arrive_set_together_and_are_one_text_for_the_pace(poster):
    apart = unicodedata.normalize("NFD", TEXT)
    assert apart != TEXT
    assert say(poster, text=apart)[0].messages.get().text == TEXT
    assert pace._keys("ABCD", apart) == pace._keys("ABCD", TEXT)


def test_ten_thousand_letters_arrive_by_the_page_and_one_more_comes_back_whole(client, poster):
    address = reverse("speak", args=[poster.mark])
    form = {"reader": poster.unit.code}
    long = "Bếp 🍚 " * 1_666 + "hết."
    assert len(long) == 10_000
    assert client.post(address, {**form, "form_key": once(), "text": long}).status_code == 200
    assert Message.objects.get().text == long
    back = client.post(address, {**form, "form_key": once(), "text": long + "x"})
    assert (back.status_code, Message.objects.count()) == (422, 1)
    assert long + "x" in back.content.decode()


def test_guessing_from_ever_new_addresses_waits_all_the_same_and_leaves_no_address(client, poster):
    _row, digits = say(poster)
    for n in range(40):
        sent = {"code": f"{digits[:5]}{n:05}"}
        back = client.post(reverse("receipt"), sent, REMOTE_ADDR=f"10.{n}.{n}.1")
    assert "Xin chờ" in clean(back)
    kept = str(list(Bucket.objects.values()))
    assert digits[:5] not in kept
    assert not [n for n in range(40) if f"10.{n}.{n}" in kept]


def test_an_officer_without_the_right_gets_nothing_by_keys_or_codes(client, poster, actors):
    row, digits = say(poster)
    keys = [row.uuid, *(uuid.UUID(int=chance_key()) for _ in range(20))]
    for who in (actors.giay, actors.to, actors.quan):
        client.force_login(who)
        answers = [client.get(reverse("concern", args=[key])) for key in keys]
        assert {answer.status_code for answer in answers} == {404}
        for deed in ("answer", "take", "close", "up"):
            sent = {"turn": row.turn, "text": "x", "why": "x", "general": ""}
            assert client.post(reverse("concern_deed", args=[row.uuid, deed]), sent).status_code == 404
        half = f"{digits[:5]}{(int(digits[5:]) + 1) % 100_000:05}"
        assert TEXT not in clean(client.post(reverse("receipt"), {"code": half}))
    assert (fresh(row).turn, fresh(row).state) == (row.turn, row.state)


def test_a_form_that_comes_again_at_a_crowded_poster_is_known(poster, monkeypatch):
    sent = once()
    row, _digits = say(poster, sent=sent)
    monkeypatch.setattr(intake, "is_crowded", lambda *_: True)
    assert say(poster, sent=sent)[0] == row
    assert made_of(sent).key == row.pk
    assert row.messages.count() == 1

"""Channels against doubles of the services: sent once, taken in once, refused where forged, told why where failed."""

import datetime as dt
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from coso.access.refusals import RefusedError
from coso.channels import services
from coso.channels.base import Event
from coso.channels.models import (
    EMAIL,
    FAILED,
    MESSENGER,
    SENT,
    WAITING,
    ZALO,
    ChannelLink,
    Heard,
    Incoming,
    LinkCode,
    Outgoing,
    Token,
)
from coso.channels.services import Message, deliver_some, queue
from coso.channels.testing import linked
from coso.channels.zalo.transport import access_token
from coso.lib import clock
from coso.testing.days import on
from coso.voice.models import TOLD, Concern
from coso.voice.services.desk import answer
from coso.voice.testing import now
from coso_doubles.services import (
    APP,
    APP_SECRET,
    FB_PAGE,
    FB_SECRET,
    FB_TOKEN,
    FB_VERIFY,
    OA_SECRET,
    World,
    messenger_delivery,
    running,
    zalo_delivery,
)


@pytest.fixture
def world(settings):
    found = World()
    with running(found) as address:
        settings.ZALO_API = settings.ZALO_OAUTH = settings.MESSENGER_API = address
        settings.ZALO_APP_ID, settings.ZALO_APP_SECRET, settings.ZALO_OA_SECRET = APP, APP_SECRET, OA_SECRET
        settings.ZALO_REFRESH = found.refresh
        settings.MESSENGER_PAGE, settings.MESSENGER_TOKEN = FB_PAGE, FB_TOKEN
        settings.MESSENGER_SECRET, settings.MESSENGER_VERIFY = FB_SECRET, FB_VERIFY
        settings.EMAIL_HOST = "mail.test"
        yield found


def send(link, key="k", text="Chào chị"):
    queue([Message(link, key, "Công đoàn", text)])
    deliver_some()
    return Outgoing.objects.get(key=key)


def zalo(client, text, sender="z-1", number="m-1", at=None, **headers):
    raw, signed = zalo_delivery(text, sender, number, clock.seconds() if at is None else at)
    return client.post(reverse("hook_zalo"), raw, content_type="application/json", headers={**signed, **headers})


# ── out ──


def test_a_message_goes_out_once_however_often_it_is_queued(world, actors):
    link = linked(actors.to)
    for _ in range(3):
        assert send(link).state == SENT
    assert world.sent == [("z-1", "Chào chị")]


def test_twenty_thousand_are_queued_in_one_go(actors):
    link = linked(actors.to)
    assert queue(Message(link, f"k{n}", "", "x") for n in range(20_000)) == 20_000
    assert Outgoing.objects.count() == 20_000


def test_an_outage_is_waited_for_and_then_it_goes_out(world, actors):
    world.outage = True
    row = send(linked(actors.to))
    assert (row.state, row.tries, row.why) == (WAITING, 1, "HTTP 503")
    assert deliver_some() == 0  # not before its time
    world.outage = False
    with on(clock.today() + dt.timedelta(days=1)):
        assert deliver_some() == 1
    assert len(world.sent) == 1


def test_it_is_given_up_after_eight_tries_and_can_be_sent_again(world, client, actors):
    world.outage = True
    send(linked(actors.to))
    for day in range(1, 8):
        with on(clock.today() + dt.timedelta(days=day)):
            Heard.objects.update(at=clock.now())
            deliver_some()
    assert Outgoing.objects.get().state == FAILED
    client.force_login(actors.chuyen)
    assert "HTTP 503" in client.get(reverse("channels_state")).content.decode()
    client.post(reverse("channels_state"), {"key": "k"})
    assert Outgoing.objects.get().state == WAITING
    with pytest.raises(RefusedError):
        services.send_again(key="k", by=actors.chuyen)


def test_what_was_claimed_by_a_worker_that_died_is_sent_later(world, actors):
    link = linked(actors.to)
    queue([Message(link, "k", "", "x")])
    Outgoing.objects.update(tries=1, next_at=clock.now() + dt.timedelta(minutes=2))  # as a claim leaves it
    assert deliver_some() == 0
    with on(clock.today() + dt.timedelta(days=1)):
        assert deliver_some() == 1


def test_a_quota_is_waited_for(world, actors):
    world.quota = 0
    row = send(linked(actors.to))
    assert (row.state, row.why) == (WAITING, "Zalo -211")


@pytest.mark.parametrize(("hours", "sent", "state"), [(47, 0, SENT), (49, 0, WAITING), (1, 7, SENT), (1, 8, WAITING)])
def test_answers_are_free_for_48_hours_and_eight_times(world, actors, hours, sent, state):
    link = linked(actors.to, heard=False)
    Heard.objects.create(link=link, at=clock.now() - dt.timedelta(hours=hours), sent=sent)
    assert send(link).state == state


def test_a_channel_that_is_not_registered_keeps_it_waiting(actors):
    assert send(linked(actors.to)).why == "not registered"


def test_nothing_goes_to_who_unlinked(world, actors):
    link = linked(actors.to)
    queue([Message(link, "k", "", "x")])
    services.unlink(account=actors.to, channel=ZALO)
    deliver_some()
    assert Outgoing.objects.get().why == "unlinked"
    with pytest.raises(RefusedError):
        services.unlink(account=actors.to, channel=ZALO)


def test_e_mail_goes_out_with_a_number_made_of_its_key(world, actors):
    send(linked(actors.to, EMAIL, "to@x.vn"))
    assert (mail.outbox[0].to, mail.outbox[0].extra_headers["Message-ID"]) == (["to@x.vn"], "<k@coso>")


@pytest.mark.parametrize(
    ("wrong", "state"),
    [
        (SMTPRecipientsRefused({"to@x.vn": (550, b"no")}), FAILED),
        (SMTPRecipientsRefused({"to@x.vn": (450, b"later")}), WAITING),
        (SMTPServerDisconnected(), WAITING),
        (OSError(), WAITING),
    ],
)
def test_a_mail_server_says_whether_to_try_again(world, actors, monkeypatch, wrong, state):
    def refuse(*_args, **_options):
        raise wrong

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert send(linked(actors.to, EMAIL, "to@x.vn")).state == state


def test_messenger_takes_answers_within_a_day(world, actors):
    assert send(linked(actors.to, MESSENGER, "p-1")).state == SENT
    assert world.sent == [("p-1", "Chào chị")]


# ── tokens ──


def test_the_new_pair_is_kept_and_used_and_an_ended_token_is_refreshed_once(world, actors):
    link = linked(actors.to)
    send(link)
    world.access = "ended elsewhere"
    assert send(link, "k2").state == SENT
    assert world.refreshed == 2
    assert b"access" not in bytes(Token.objects.get().access)


def test_who_finds_a_newer_token_than_was_refused_takes_that(world, actors):
    access_token()
    assert access_token(refused="an older one") == world.access
    assert world.refreshed == 1


def test_a_dead_refresh_token_keeps_all_waiting_until_another_is_set(world, actors, settings):
    world.refresh = "set anew"
    row = send(linked(actors.to))
    assert (row.state, row.tries, row.why) == (WAITING, 0, "token refused")
    settings.ZALO_REFRESH = "set anew"
    with on(clock.today() + dt.timedelta(days=1)):
        assert deliver_some() == 1


def test_what_waits_goes_out_when_somebody_writes_again(world, client, actors):
    link = linked(actors.to, heard=False)
    assert send(link).why == "window closed"
    zalo(client, "Alo")
    deliver_some()
    assert "Chào chị" in [text for _to, text in world.sent]


def test_a_long_answer_goes_out_whole(world, actors):
    send(linked(actors.to), text="Câu trả lời dài. " * 300)
    assert "".join(text for _to, text in world.sent).replace(" ", "") == ("Câutrảlờidài." * 300)
    assert max(len(text) for _to, text in world.sent) <= 2000


def test_a_fault_in_one_message_stops_no_other(world, actors, monkeypatch):
    link = linked(actors.to)
    queue([Message(link, f"k{n}", "Hai\ndòng", "x") for n in range(2)])
    calls = []

    def odd(*_args):
        calls.append(1)
        if len(calls) == 1:
            raise KeyError("x")

    monkeypatch.setattr("coso.channels.zalo.transport.ZaloTransport.send", odd)
    assert deliver_some() == 1
    assert sorted(Outgoing.objects.values_list("state", flat=True)) == [SENT, WAITING]


def test_a_fault_in_a_room_is_no_double(world, client, actors, monkeypatch):
    linked(actors.to)

    def broken(*_args, **_options):
        raise IntegrityError

    monkeypatch.setattr("coso.voice.channel_receivers.take_in", broken)
    with pytest.raises(IntegrityError):
        services.take(ZALO, Event("m-1", "z-1", "Xe trễ"))
    assert not Incoming.objects.exists()


@pytest.mark.parametrize("raw", [b"[" * 50_000, b"{", b"[]", b"null"])
def test_nonsense_is_refused_without_a_fault(world, client, db, raw):
    for page in ("hook_zalo", "hook_messenger"):
        assert client.post(reverse(page), raw, content_type="application/json").status_code in (400, 403)


def test_codes_are_mailed_once_a_minute_and_to_addresses_only(world, client, actors):
    client.force_login(actors.to)
    deed = reverse("channel_deed", args=[EMAIL])
    assert client.post(deed, {"what": "code", "address": "a@x.vn\nBcc: b@x.vn"}).status_code == 422
    for _ in range(3):
        client.post(deed, {"what": "code", "address": "to@x.vn"})
    assert len(mail.outbox) == 1


# ── in ──


def test_a_code_links_with_consent_and_says_that_it_is_not_anonymous(world, client, actors):
    client.force_login(actors.to)
    page = client.post(reverse("channel_deed", args=[ZALO]), {"what": "code"}).content.decode()
    code = services.begin_link(account=actors.to, channel=ZALO)
    assert LinkCode.objects.count() == 1
    assert "không ẩn danh" in page
    assert zalo(client, f" {code.lower()} ").status_code == 200
    assert ChannelLink.objects.get().consent == clock.today()
    deliver_some()
    assert "không ẩn danh" in world.sent[0][1]
    assert zalo(client, code, number="m-2").status_code == 200  # used
    assert ChannelLink.objects.filter(ended=None).count() == 1


def test_a_code_is_good_for_half_an_hour(world, client, actors):
    code = services.begin_link(account=actors.to, channel=ZALO)
    LinkCode.objects.update(until=clock.now())
    zalo(client, code)
    assert not ChannelLink.objects.exists()


def test_what_a_linked_member_writes_is_a_concern_and_the_answer_goes_back(world, client, actors, tree):
    linked(actors.to)
    zalo(client, "Xe đưa đón trễ 40 phút")
    row = Concern.objects.get()
    assert (row.unit, row.author, row.channel, row.reader) == (tree.line5, actors.to.pk, ZALO, tree.garment)
    answer(seen=now(row), text="Xe chạy lúc 6.15", by=actors.nhung)
    deliver_some()
    assert world.sent[-1] == ("z-1", "Xe chạy lúc 6.15")
    assert Concern.objects.get().state == TOLD


def test_a_delivery_that_comes_again_is_nothing_new(world, client, actors):
    linked(actors.to)
    for _ in range(3):
        assert zalo(client, "Xe trễ").status_code == 200
    assert (Concern.objects.count(), Incoming.objects.count()) == (1, 1)


def test_of_a_stranger_nothing_is_kept(world, client, db):
    zalo(client, "Tôi tên Hoa, chuyền 5", sender="z-9")
    assert not Concern.objects.exists()
    assert not Outgoing.objects.exists()
    assert "QR" in world.sent[0][1]


@pytest.mark.parametrize(
    ("headers", "at"),
    [
        ({"X-ZEvent-Signature": "mac=0"}, 0),
        ({"X-ZEvent-Signature": ""}, 0),
        ({}, -90_000),
        ({}, 3600),
    ],
)
def test_a_forged_or_old_delivery_is_refused_and_nothing_kept(world, client, actors, headers, at):
    linked(actors.to)
    assert zalo(client, "Xe trễ", at=clock.seconds() + at, **headers).status_code == 403
    assert not Incoming.objects.exists()
    assert not Concern.objects.exists()


def test_a_changed_body_is_refused(world, client, db):
    raw, signed = zalo_delivery("Xe trễ", "z-1", "m-1", clock.seconds())
    changed = raw.replace(b"m-1", b"m-2")
    sent = client.post(reverse("hook_zalo"), changed, content_type="application/json", headers=signed)
    assert sent.status_code == 403


def test_the_probe_of_the_console_is_answered(world, client, db):
    assert client.post(reverse("hook_zalo"), b"", content_type="application/json").status_code == 200
    assert client.get(reverse("hook_zalo")).status_code == 405


@pytest.mark.parametrize("text", ["🙂" * 50, "x" * 10_000, "Cơ m ca"])
def test_odd_texts_arrive(world, client, actors, text):
    linked(actors.to)
    assert zalo(client, text).status_code == 200
    assert Concern.objects.count() == 1


def test_messenger_is_verified_and_taken_in(world, client, actors):
    linked(actors.to, MESSENGER, "p-1")
    raw, signed = messenger_delivery("Bếp ăn bẩn", "p-1", "mid-1")
    page = reverse("hook_messenger")
    assert client.post(page, raw, content_type="application/json").status_code == 403
    assert client.post(page, raw, content_type="application/json", headers=signed).status_code == 200
    assert Concern.objects.get().channel == MESSENGER
    asked = {"hub.mode": "subscribe", "hub.verify_token": FB_VERIFY, "hub.challenge": "42"}
    assert client.get(page, asked).content == b"42"
    assert client.get(page, {**asked, "hub.verify_token": "x"}).status_code == 403


# ── pages ──


def test_an_address_of_e_mail_is_proved_by_a_code(world, client, actors):
    client.force_login(actors.to)
    deed = reverse("channel_deed", args=[EMAIL])
    assert client.post(deed, {"what": "code", "address": "x"}).status_code == 422
    client.post(deed, {"what": "code", "address": "to@x.vn"})
    code = mail.outbox[0].body.split(": ")[1].split(".")[0]
    assert client.post(deed, {"what": "link", "code": "AAAA"}).status_code == 422
    assert client.post(deed, {"what": "link", "code": code}).status_code == 302
    assert ChannelLink.objects.get().channel == EMAIL
    assert client.get(reverse("channels")).status_code == 200
    assert client.post(deed, {"what": "unlink"}).status_code == 302
    assert ChannelLink.objects.get().ended == clock.today()


def test_a_channel_that_is_not_registered_is_not_offered(client, actors):
    client.force_login(actors.to)
    assert client.post(reverse("channel_deed", args=[ZALO]), {"what": "code"}).status_code == 422
    assert client.post("/kenh/fax/lam/", {"what": "code"}).status_code == 404


def test_numbers_of_old_deliveries_are_forgotten(world, client, actors):
    linked(actors.to)
    zalo(client, "Xe trễ")
    with on(clock.today() + dt.timedelta(days=8)):
        services.forget_incoming()
    assert not Incoming.objects.exists()

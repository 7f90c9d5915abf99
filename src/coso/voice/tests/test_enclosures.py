"""Photos and voices that come with a concern: anew, without a trace of phone and place, sound for a week."""

import datetime as dt
import io
import struct
import wave
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from coso.lib import clock
from coso.lib.shrinking import HugePhotoError, NoPhotoError, redrawn
from coso.lib.sound import NoSoundError, rewritten
from coso.polls.testing import clean
from coso.testing.days import on
from coso.testing.forms import send as send_form
from coso.voice.models import Concern, Enclosure
from coso.voice.night import forget_sounds, settle_day
from coso.voice.testing import TEXT, fresh, once


def photo(size=(80, 60), kind="JPEG", **more):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Telefon-7", "2026:11:30 22:14:05"
    return photo(exif=exif.tobytes())


def recording(seconds=1.0, rate=16_000, channels=1):
    out = io.BytesIO()
    with wave.open(out, "wb") as kept:
        kept.setnchannels(channels)
        kept.setsampwidth(2)
        kept.setframerate(rate)
        kept.writeframes(b"\x01\x02" * int(rate * seconds) * channels)
    return out.getvalue()


def bomb():
    """A PNG of a few bytes that says it is 30,000 pixels square."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")
    )


def sent(client, poster, **files):
    said = {"form_key": once(), "text": TEXT, "reader": poster.unit.code, **files}
    return client.post(reverse("speak", args=[poster.mark]), said)


def file(body, name="anh-cua-lan.jpg"):
    return SimpleUploadedFile(name, body)


def test_a_photo_is_drawn_anew_without_what_the_camera_wrote(client, poster):
    assert sent(client, poster, photos=[file(with_place()), file(photo(kind="PNG"))]).status_code == 200
    kept = [bytes(row.body) for row in Enclosure.objects.order_by("n")]
    assert len(kept) == 2
    for body in kept:
        assert body.startswith(b"\xff\xd8")
        assert b"Telefon-7" not in body
        assert b"2026:11" not in body


@pytest.mark.parametrize("body", [b"PK\x03\x04zip", b"GIF89a", photo()[:90], bomb(), b"<svg/>"])
def test_what_is_no_photo_is_refused_in_words_and_the_text_stays(client, poster, body):
    refused = sent(client, poster, photos=[file(body)])
    assert refused.status_code == 422
    assert TEXT in clean(refused)
    assert not Concern.objects.exists()


def test_four_photos_and_nine_megabytes_are_too_many(client, poster):
    assert sent(client, poster, photos=[file(photo()) for _ in range(4)]).status_code == 422
    assert sent(client, poster, photos=[file(b"\xff\xd8" + b"x" * (9 << 20))]).status_code == 422
    assert not Concern.objects.exists()


def test_no_file_touches_the_disk_while_it_is_sent(client, poster, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "none")  # a file put there would fail
    big = Image.effect_noise((1800, 1600), 90).convert("RGB")
    out = io.BytesIO()
    big.save(out, "PNG")
    assert len(out.getvalue()) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert sent(client, poster, photos=[file(out.getvalue())]).status_code == 200


def test_a_voice_alone_is_a_concern_and_is_deleted_after_seven_days(client, poster):
    said = {"form_key": once(), "text": "", "reader": poster.unit.code, "sound": file(recording(), "a.wav")}
    assert client.post(reverse("speak", args=[poster.mark]), said).status_code == 200
    with on(clock.today() + dt.timedelta(days=6)):
        forget_sounds()
        assert Enclosure.objects.count() == 1
    with on(clock.today() + dt.timedelta(days=7)):
        forget_sounds()
        assert Enclosure.objects.count() == 0


@pytest.mark.parametrize("body", [b"RIFFxxxxWAVE", recording(61), recording(channels=2), recording(0), b"OggS"])
def test_what_is_no_plain_recording_is_refused(client, poster, body):
    with pytest.raises(NoSoundError):
        rewritten(body)
    assert sent(client, poster, sound=file(body, "a.wav")).status_code in (200, 422)


def test_a_recording_keeps_its_samples_and_nothing_else():
    plain = recording()
    tagged = b"RIFF" + struct.pack("<I", len(plain) + 8) + b"WAVELIST" + struct.pack("<I", 8) + b"INFOTime" + plain[12:]
    assert rewritten(tagged) == rewritten(plain)


def test_huge_and_broken_pictures_are_told_apart():
    with pytest.raises(HugePhotoError):
        redrawn(bomb())
    with pytest.raises(NoPhotoError):
        redrawn(b"x")


def test_the_night_writes_them_anew_and_they_stay_whole(client, poster):
    sent(client, poster, photos=[file(photo())])
    before = bytes(Enclosure.objects.get().body)
    with on(clock.today() + dt.timedelta(days=1)):
        settle_day()
    assert (bytes(Enclosure.objects.get().body), Enclosure.objects.get().settled) == (before, True)


def test_who_may_read_the_concern_sees_its_photo_and_nobody_else(client, poster, actors):
    sent(client, poster, photos=[file(photo())])
    address = reverse("concern_enclosure", args=[Concern.objects.get().uuid, 1])
    for who, status in (
        (actors.nhung, 200),
        (actors.hanh, 200),
        (actors.giay, 404),
        (actors.to, 404),
        (actors.quan, 404),
    ):
        client.force_login(who)
        shown = client.get(address)
        assert shown.status_code == status
        if status == 200:
            assert shown["Cache-Control"] == "private, no-store"
    assert client.get(reverse("concern_enclosure", args=[Concern.objects.get().uuid, 9])).status_code == 404


def test_an_officer_writes_down_what_a_recording_says(client, poster, actors):
    sent(client, poster, sound=file(recording(), "a.wav"))
    row = Concern.objects.get()
    client.force_login(actors.nhung)
    page = reverse("concern", args=[row.uuid])
    send_form(client, page, reverse("concern_deed", args=[row.uuid, "note"]), note="Xe trễ 40 phút")
    assert "Xe trễ 40 phút" in fresh(row).messages.order_by("-n").first().text


def test_only_the_page_that_records_has_a_script(client, poster):
    address = reverse("speak", args=[poster.mark])
    assert "<script" not in client.get(address).content.decode()
    assert "voice.js" in client.get(address, {"ghi-am": "1"}).content.decode()


def heard(tree, **more):
    return {"form_key": once(), "unit": tree.line5.code, "text": TEXT, "reader": tree.garment.code, **more}


def test_a_leader_encloses_photos_too_and_they_touch_no_disk(client, tree, actors, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "none")
    client.force_login(actors.to)
    padded = file(with_place() + b"x" * settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    sent = client.post(reverse("report"), heard(tree, photos=[padded, file(photo())]), headers={"X-Report": "1"})
    assert sent.status_code == 200
    assert Concern.objects.get().enclosures.count() == 2
    assert not [row for row in Enclosure.objects.all() if b"Telefon-7" in bytes(row.body)]


def test_what_is_no_photo_comes_back_to_the_leader_with_the_text(client, tree, actors):
    client.force_login(actors.to)
    back = client.post(reverse("report"), heard(tree, photos=[file(bomb())]))
    assert back.status_code == 422
    assert TEXT in back.content.decode()
    assert "chọn hoặc ghi lại" in back.content.decode()
    script = client.post(reverse("report"), heard(tree, photos=[file(b"PK")]), headers={"X-Report": "1"})
    assert (script.status_code, Concern.objects.count()) == (422, 0)


@pytest.mark.parametrize("missing", ["reader", "answer"])
def test_a_page_that_comes_back_says_that_its_photos_have_to_be_chosen_again(client, poster, monkeypatch, missing):
    if missing == "answer":
        monkeypatch.setattr("coso.voice.services.intake.is_crowded", lambda *_: True)
    said = {"form_key": once(), "text": TEXT, "reader": "" if missing == "reader" else poster.unit.code}
    address = reverse("speak", args=[poster.mark])
    assert "chọn hoặc ghi lại" in clean(client.post(address, {**said, "photos": [file(photo())]}))
    assert "chọn hoặc ghi lại" not in clean(client.post(address, said))

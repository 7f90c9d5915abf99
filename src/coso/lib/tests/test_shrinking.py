"""A photo of a camera is made small, upright and without its place; what is small already stays as it is."""

import io

import pytest
from PIL import Image

from coso.lib import shrinking
from coso.lib.shrinking import HugePhotoError, shrunk

TURNED, PLACE = 0x0112, 0x8825


def photo(size, kind="JPEG", turned=1):
    exif = Image.Exif()
    exif[TURNED] = turned
    exif.get_ifd(PLACE)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_becomes_small_and_tells_no_place(kind):
    sent = photo((2400, 1800), kind)
    small = Image.open(io.BytesIO(shrunk(sent)))
    assert (small.size, small.format) == ((1600, 1200), kind)
    assert len(shrunk(sent)) < len(sent)
    assert not small.getexif()


def test_a_photo_held_upright_stays_upright():
    assert Image.open(io.BytesIO(shrunk(photo((2400, 1800), turned=6)))).size == (1200, 1600)


@pytest.mark.parametrize("sent", [photo((800, 600)), b"%PDF-1.7", b"", photo((2400, 1800))[:300]])
def test_what_is_small_or_no_photo_stays_as_it_is(sent):
    assert shrunk(sent) is None


def test_more_pixels_than_a_camera_has_are_refused(monkeypatch):
    monkeypatch.setattr(shrinking, "MOST", 1_000_000)
    with pytest.raises(HugePhotoError):
        shrunk(photo((2400, 1800)))

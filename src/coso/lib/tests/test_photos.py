"""A photo keeps its pixels and the way it is turned; place, device, times, thumbnails and trailers go."""

import struct
import zlib

import pytest

from coso.lib.photos import DamagedPhotoError, orientation, without_metadata
from coso.lib.testing import GPS, ICC, JFIF, SCAN, TABLE, exif, jpeg, segment


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_picture_and_the_way_it_is_turned(order):
    extra = [segment(0xED, b"Photoshop 3.0\0" + GPS), segment(0xFE, GPS), segment(0xE2, b"MPF\0" + GPS)]
    plain = without_metadata(jpeg(*extra, order=order) + GPS)
    assert GPS not in plain
    assert plain.startswith(b"\xff\xd8" + JFIF)
    assert plain.endswith(ICC + TABLE + SCAN + SCAN + b"\xff\xd9")
    assert orientation(plain[plain.index(b"Exif\0\0") + 6 :]) == 6


def test_an_upright_jpeg_has_no_exif_at_all():
    assert without_metadata(jpeg(turned=1)) == b"\xff\xd8" + JFIF + ICC + TABLE + SCAN + SCAN + b"\xff\xd9"


def test_cleaning_twice_changes_nothing():
    once = without_metadata(jpeg())
    assert without_metadata(once) == once


def test_a_broken_jpeg_with_metadata_is_told_and_one_without_is_left():
    with pytest.raises(DamagedPhotoError):
        without_metadata(b"\xff\xd8" + JFIF + b"\0" + segment(0xE1, b"Exif\0\0" + exif(1)))
    broken = b"\xff\xd8\xff\xe0" + b"\0" * 20
    assert without_metadata(broken) == broken


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_png_keeps_its_picture():
    head, data, end = chunk(b"IHDR", b"\0" * 13), chunk(b"IDAT", b"abc"), chunk(b"IEND")
    meta = chunk(b"eXIf", exif(3)) + chunk(b"tEXt", GPS) + chunk(b"iTXt", GPS) + chunk(b"tIME", b"\0" * 7)
    plain = without_metadata(b"\x89PNG\r\n\x1a\n" + head + chunk(b"gAMA", b"\0" * 4) + meta + data + end + GPS)
    assert GPS not in plain
    assert plain.startswith(b"\x89PNG\r\n\x1a\n" + head + chunk(b"gAMA", b"\0" * 4))
    assert plain.endswith(data + end)
    assert orientation(plain[plain.index(b"eXIf") + 4 :]) == 3


def test_a_broken_png_with_metadata_is_told():
    with pytest.raises(DamagedPhotoError):
        without_metadata(b"\x89PNG\r\n\x1a\n" + chunk(b"eXIf", exif(3))[:-2])


def riff(*chunks):
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2) for kind, part in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_a_webp_keeps_its_picture():
    picture, flags = (b"VP8 ", b"abc"), b"\x0c" + b"\0" * 9
    sent = riff((b"VP8X", flags), picture, (b"EXIF", exif(8)), (b"XMP ", GPS)) + GPS
    plain = without_metadata(sent)
    assert GPS not in plain
    assert plain[8:].startswith(riff((b"VP8X", b"\x08" + b"\0" * 9), picture)[8:])
    assert orientation(plain[plain.index(b"EXIF") + 8 :]) == 8
    assert without_metadata(riff(picture)) == riff(picture)
    upright = without_metadata(riff((b"VP8X", flags), picture, (b"EXIF", exif(1))))
    assert upright == riff((b"VP8X", b"\0" * 10), picture)


def test_a_webp_with_an_empty_part_is_cleaned():
    assert without_metadata(riff((b"VP8 ", b""), (b"EXIF", GPS))) == riff((b"VP8 ", b""))


@pytest.mark.parametrize("block", [b"", b"MM", b"II*\0\xff\xff\xff\xff", b"XX" + b"\0" * 30])
def test_a_block_that_says_nothing_is_upright(block):
    assert orientation(block) == 1


def test_other_files_are_left():
    assert without_metadata(b"%PDF-1.7") == b"%PDF-1.7"

"""Photos without what cameras write beside the picture: place, device, times, thumbnails. Pixels stay as sent.

Only the parts that a picture needs are kept, byte by byte, and of the metadata the way it is turned. JPEG: ITU-T T.81,
annex B; PNG: W3C PNG (third edition), 11; WebP: RFC 9649, 2.7; the orientation: Exif 2.32, 4.6.4 (tag 0x0112).
"""

import re
import struct
import zlib
from collections.abc import Iterator

UPRIGHT = 1
_ORIENTATION = 0x0112
_SIGNS = (b"Exif\0", b"eXIf", b"EXIF", b"http://ns.adobe.com/", b"Photoshop 3.0\0")
_NOT_FILLED = re.compile(rb"[^\xff]")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT", b"cICP"}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


class DamagedPhotoError(Exception):
    """The photo is broken off or put together wrongly, and there are metadata in the part that cannot be read."""


def without_metadata(photo: bytes) -> bytes:
    """A JPEG, PNG or WebP without its metadata, anything else as it is. Raises DamagedPhotoError."""
    if photo.startswith(b"\xff\xd8\xff"):
        return _jpeg(photo)
    if photo.startswith(_PNG):
        return _png(photo)
    return _webp(photo) if photo[:4] == b"RIFF" and photo[8:12] == b"WEBP" else photo


def _rest(photo: bytes, at: int) -> bytes:
    """What cannot be read is left as it is, if it holds no metadata."""
    rest = photo[at:]
    if any(sign in rest for sign in _SIGNS):
        raise DamagedPhotoError
    return rest


def _exif(turned: int) -> bytes:
    """A block of Exif that says how the picture is turned, and nothing else."""
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0) + b"\0\0\0\0"


def orientation(exif: bytes) -> int:
    """How a picture is turned, 1 to 8, from its block of Exif; 1 where that does not say."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        entries = (struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * n) for n in range(count))
        turned = next((value for tag, _kind, _n, value in entries if tag == _ORIENTATION), UPRIGHT)
    except struct.error:
        return UPRIGHT
    return turned if turned in range(1, 9) else UPRIGHT


# ── JPEG ──


def _jpeg(photo: bytes) -> bytes:
    out, turned, at = [photo[:2]], UPRIGHT, 2
    for marker, start, end in _segments(photo):
        body = photo[start + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = orientation(body[6:])
        elif _needed(marker, body):
            out.append(photo[start:end])
        at = end
    whole = out[-1] == b"\xff\xd9"
    if turned != UPRIGHT:
        block = b"Exif\0\0" + _exif(turned)
        jfif = len(out) > 1 and out[1].startswith(b"\xff\xe0")
        out.insert(1 + jfif, b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    return b"".join(out) + (b"" if whole else _rest(photo, at))


def _needed(marker: int, body: bytes) -> bool:
    """Whether a picture is shown by a segment: of those for applications JFIF, the colour profile and Adobe's."""
    if marker == 0xE0:
        return body.startswith(b"JFIF\0")
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker == 0xEE or not (0xE1 <= marker <= 0xEF or marker == 0xFE)


def _segments(photo: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each segment, a scan with its data; ends after the picture, or where it is broken."""
    at = 2
    while at + 2 <= len(photo) and photo[at] == 0xFF:
        marker = photo[at + 1]
        if marker == 0xFF:
            start, at = at, _fill_end(photo, at)
            yield marker, start, at
            continue
        if marker == 0xD9:
            yield marker, at, at + 2
            return
        length = int.from_bytes(photo[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(photo):
            return
        end = _scan_end(photo, end) if marker == 0xDA else end
        yield marker, at, end
        at = end


def _fill_end(photo: bytes, at: int) -> int:
    """Where the last byte of a run of 0xFF stands, which begins the next marker: those before it fill up (B.1.1.2)."""
    found = _NOT_FILLED.search(photo, at)
    return (found.start() if found else len(photo)) - 1


def _scan_end(photo: bytes, at: int) -> int:
    """Where the data of a scan end: at the next marker that is no restart and no stuffed byte."""
    while (at := photo.find(b"\xff", at)) >= 0:
        if at + 1 < len(photo) and not (photo[at + 1] == 0 or 0xD0 <= photo[at + 1] <= 0xD7):
            return at
        at += 2
    return len(photo)


# ── PNG ──


def _png(photo: bytes) -> bytes:
    out, at = [_PNG], len(_PNG)
    while at + 12 <= len(photo):
        (length,), kind = struct.unpack_from(">I", photo, at), photo[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(photo) or not kind.isalpha():
            break
        turned = orientation(photo[at + 8 : end - 4]) if kind == b"eXIf" else UPRIGHT
        if kind[:1].isupper() or kind in _PNG_KEPT:
            out.append(photo[at:end])
        elif turned != UPRIGHT:
            body = kind + _exif(turned)
            out.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        at = end
        if kind == b"IEND":
            return b"".join(out)
    return b"".join(out) + _rest(photo, at)


# ── WebP ──


def _webp(photo: bytes) -> bytes:
    out, turned, at = [], UPRIGHT, 12
    whole = min(len(photo), 8 + int.from_bytes(photo[4:8], "little"))
    while at + 8 <= whole:
        kind, length = photo[at : at + 4], int.from_bytes(photo[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if at + 8 + length > len(photo):
            break
        body = photo[at + 8 : at + 8 + length]
        if kind == b"EXIF":
            turned = orientation(body.removeprefix(b"Exif\0\0"))
        elif kind in _WEBP_KEPT:
            out.append((kind, body))
        at = end
    if at < whole:
        return photo[:at] + _rest(photo, at) if not out else _put(out, turned) + _rest(photo, at)
    return _put(out, turned)


def _put(chunks: list[tuple[bytes, bytes]], turned: int) -> bytes:
    """The file of some chunks; how it is turned is said where the file may say it."""
    says = turned != UPRIGHT and chunks[:1] and chunks[0][0] == b"VP8X"
    if says:
        chunks = [*chunks, (b"EXIF", _exif(turned))]
    out = [b"WEBP"]
    for kind, part in chunks:
        if kind == b"VP8X" and part:
            part = bytes([part[0] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if says else 0)]) + part[1:]
        out += [kind, struct.pack("<I", len(part)), part, b"\0" * (len(part) % 2)]
    body = b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body

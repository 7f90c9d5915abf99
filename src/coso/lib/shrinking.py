"""Photos made as small as a page can be read: a camera's four megabytes are a few hundred kilobytes then."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST = 1600  # pixels on the long side: a page of A4 can still be read
MOST = 60_000_000  # pixels; more are no photo of a phone, and unpacking them takes the machine's memory
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


class HugePhotoError(Exception):
    """The photo says that it has more pixels than are unpacked here."""


def shrunk(photo: bytes) -> bytes | None:
    """A photo of at most 1600 pixels on its long side, upright, without metadata; None where it is that small already.

    JPEG, PNG and WebP stay what they are. None, too, for what cannot be opened. Raises HugePhotoError.
    """
    try:
        with Image.open(io.BytesIO(photo), formats=FORMATS) as sent:
            if sent.width * sent.height > MOST:
                raise HugePhotoError
            if max(sent.size) <= LONGEST or getattr(sent, "is_animated", False):
                return None
            return _written(sent)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


class NoPhotoError(Exception):
    """It cannot be opened as a photo."""


def redrawn(photo: bytes) -> bytes:
    """A photo drawn anew as a JPEG: its pixels alone, upright, at most 1600 on the long side, nothing beside them.

    Raises HugePhotoError, NoPhotoError.
    """
    try:
        with Image.open(io.BytesIO(photo), formats=FORMATS) as sent:
            if sent.width * sent.height > MOST:
                raise HugePhotoError
            sent.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(sent).convert("RGB")
    except Image.DecompressionBombError as wrong:
        raise HugePhotoError from wrong
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise NoPhotoError from wrong
    upright.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    upright.info.clear()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _written(sent: Image.Image) -> bytes:
    kind = sent.format or "JPEG"
    sent.draft(sent.mode, (LONGEST, LONGEST))  # of a JPEG no more is unpacked than is kept
    upright = ImageOps.exif_transpose(sent)
    upright.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    upright.info.clear()
    upright.save(out, kind, quality=QUALITY, optimize=True)
    return out.getvalue()

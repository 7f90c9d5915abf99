"""Photos and a recorded voice that come with a concern: drawn and written anew before anything is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coso.access.refusals import Reason, RefusedError
from coso.lib.shrinking import HugePhotoError, NoPhotoError, redrawn
from coso.lib.sound import NoSoundError, rewritten
from coso.voice.models import PHOTO, SOUND

MOST_PHOTOS = 3
LARGEST = 8 << 20  # bytes of a file as it is sent


@dataclass(frozen=True)
class Enclosed:
    """A photo or a recording, ready to be kept."""

    kind: str
    body: bytes


def enclosed(photos: Iterable[UploadedFile], sounds: Iterable[UploadedFile]) -> list[Enclosed]:
    """What was sent, anew. Raises RefusedError in words; empty fields are nothing."""
    pictures, voices = [each for each in photos if each.size], [each for each in sounds if each.size]
    if len(pictures) > MOST_PHOTOS or len(voices) > 1:
        raise _refused(_("At most {n} photos and one recording.").format(n=MOST_PHOTOS))
    return [*map(_photo, pictures), *map(_sound, voices)]


def _photo(sent: UploadedFile) -> Enclosed:
    try:
        return Enclosed(PHOTO, redrawn(_read(sent)))
    except HugePhotoError as wrong:
        raise _refused(
            _("The photo has too many pixels. Please take it again with the phone's usual setting.")
        ) from wrong
    except NoPhotoError as wrong:
        raise _refused(_("This is no photo that can be opened (JPEG, PNG, WebP). The text is still here.")) from wrong


def _sound(sent: UploadedFile) -> Enclosed:
    try:
        return Enclosed(SOUND, rewritten(_read(sent)))
    except NoSoundError as wrong:
        raise _refused(_("The recording cannot be used: at most a minute, recorded on this page.")) from wrong


def _read(sent: UploadedFile) -> bytes:
    if (sent.size or 0) > LARGEST:
        raise _refused(_("The file is larger than {n} MB.").format(n=LARGEST >> 20))
    read: bytes = sent.read()
    return read


def _refused(text: str) -> RefusedError:
    return RefusedError(Reason(text, "photos"))

"""Files that are handed in: kept under their hash, the same content once, a row for each time one is attached."""

import errno
import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coso.access.journal import Act
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.photos import DamagedPhotoError, without_metadata
from coso.lib.shrinking import HugePhotoError, shrunk
from coso.papers.attachments.kinds import JPEG, PNG, WEBP, FileKind, kind_of
from coso.papers.models import Attachment
from coso.register.models import Unit

MEGABYTE = 1024 * 1024
LONGEST_NAME = 160
PART = "part-"
ABANDONED = 24 * 3600


def path_of(sha256: str) -> Path:
    """Where the content of this hash is kept."""
    return _folder() / sha256[:2] / sha256


def _folder() -> Path:
    return Path(settings.FILES) / "attachments"


def keep_attachment(a: Act, unit: Unit, upload: UploadedFile) -> uuid.UUID:
    """Keeps a file in the open action and returns the key of its Attachment; a photo without its metadata.

    The content is complete on the disk before the row exists. Raises RefusedError in words: empty, too large
    (`settings.ATTACHMENT_MAX`, bytes), none of the kinds that are taken, disk full.
    """
    _check_size(upload)
    with _full_disk_in_words(), _part() as part:
        sha256 = _write(part, upload.chunks())
        kind = kind_of(part)
        if kind is None:
            raise _refused(_("This is not a PDF, a photo (JPEG, PNG, WebP), a Word or an Excel file."))
        if kind in (JPEG, PNG, WEBP):
            sha256 = _strip(part, sha256)
        size = part.stat().st_size
        _move(part, path_of(sha256))
    key = new_key()
    facts = {"unit_id": unit.id, "sha256": sha256, "size": size, "kind": kind.mime}
    a.write(Attachment, {key: {**facts, "name": clean_name(upload.name or "", kind)}})
    return key


def _refused(text: str) -> RefusedError:
    return RefusedError(Reason(text, "file"))


def _check_size(upload: UploadedFile) -> None:
    if not upload.size:
        raise _refused(_("The file is empty."))
    if upload.size > settings.ATTACHMENT_MAX:
        text = _("The file is larger than {n} MB. Take a smaller photo or split the file.")
        raise _refused(text.format(n=settings.ATTACHMENT_MAX // MEGABYTE))


@contextmanager
def _full_disk_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        if wrong.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        text = _("The disk of the system is full; nothing was saved. Please tell the administrator, then send again.")
        raise _refused(text) from wrong


@contextmanager
def _part() -> Iterator[Path]:
    """A temporary name in the folder of attachments; whatever is still there at the end is taken away."""
    _folder().mkdir(parents=True, exist_ok=True)
    part = _folder() / f"{PART}{uuid.uuid4().hex}"
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _strip(part: Path, sha256: str) -> str:
    """A photo made small, without place, device and times; the hash of what is left. Raises RefusedError."""
    sent = part.read_bytes()
    try:
        plain = shrunk(sent) or without_metadata(sent)
    except HugePhotoError as wrong:
        raise _refused(
            _("The photo has too many pixels. Please take it again with the phone's usual setting.")
        ) from wrong
    except DamagedPhotoError as wrong:
        raise _refused(_("The photo is damaged. Please take it again, or send it from another program.")) from wrong
    return sha256 if plain == sent else _write(part, [plain])


def _write(part: Path, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with part.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _move(part: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    if not place.exists():
        part.replace(place)


def clean_name(name: str, kind: FileKind) -> str:
    """The name without folders and control characters, with its kind's ending: a PDF "a/b.exe" is "b.exe.pdf"."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(char for char in last if char.isprintable()).strip(" .")[-LONGEST_NAME:] or "tep"
    return plain if plain.lower().endswith(kind.endings) else plain + kind.endings[0]


def sweep_parts(now: float | None = None) -> int:
    """Takes away the temporary files of writes that were killed more than a day ago. Returns their number."""
    before = (now or clock.seconds()) - ABANDONED
    old = [part for part in _folder().glob(f"{PART}*") if part.stat().st_mtime < before]
    for part in old:
        part.unlink(missing_ok=True)
    return len(old)

"""Files sent to be imported: each in a folder of its own, closed to others, until they are purged.

What is written beside a file that was sent has a name that begins with a dot, which no file sent has.
"""

import shutil
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from coso.lib import clock
from coso.lib.keys import new_key

FOLDER = "imports"
LONGEST_NAME = 60
DAY = 86_400


def folder_of(key: uuid.UUID | str) -> Path:
    """Where the files of an import stand."""
    return Path(settings.FILES) / FOLDER / str(key)


def keep_file(upload: UploadedFile) -> uuid.UUID:
    """Stores a file that was sent; the name of its folder is the import's key."""
    key = new_key()
    folder_of(key).mkdir(parents=True, mode=0o700)
    name = Path((upload.name or "").lstrip(".") or "list")
    with (folder_of(key) / f"{name.stem[:LONGEST_NAME]}{name.suffix[:6]}").open("wb") as file:
        for part in upload.chunks():
            file.write(part)
    return key


def sent_file(key: uuid.UUID | str) -> Path:
    """The file that was sent."""
    return next(path for path in folder_of(key).iterdir() if not path.name.startswith("."))


def purge(days: int, now: float | None = None) -> int:
    """Takes away the folders that nothing was written into for so many days; how many."""
    top, limit = Path(settings.FILES) / FOLDER, (now or clock.seconds()) - days * DAY
    old = [folder for folder in top.iterdir() if folder.stat().st_mtime < limit] if top.is_dir() else []
    for folder in old:
        shutil.rmtree(folder)
    return len(old)

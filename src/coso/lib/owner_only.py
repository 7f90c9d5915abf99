"""Files and folders that only the account of the installation reads."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
UMASK = 0o077


def open_to_others(path: Path) -> bool:
    """Whether another account of the machine may read, write or enter it."""
    return bool(path.stat().st_mode & OTHERS)


def close_to_others(folder: Path) -> None:
    """Takes every right of other accounts away from a folder and all in it; links are not followed.

    The folder itself is last: while it is open, the work is not done. What belongs to somebody else is left.
    """
    for path in [*_inside(folder), folder]:
        with suppress(PermissionError, FileNotFoundError):
            mode = stat.S_IMODE(path.lstat().st_mode)
            if mode & OTHERS and not path.is_symlink():
                path.chmod(mode & ~OTHERS)


def _inside(folder: Path) -> Iterator[Path]:
    for top, folders, files in os.walk(folder):
        yield from (Path(top) / name for name in (*folders, *files))


def keep_closed(folder: Path) -> None:
    """Makes the folder if it is not there, for its owner alone; one that was open is closed with all in it.

    A folder for everybody, such as /tmp, is left. Everything that this process writes from now on is closed too.
    """
    os.umask(UMASK)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if open_to_others(folder) and not folder.stat().st_mode & stat.S_ISVTX:
        close_to_others(folder)

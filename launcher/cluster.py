"""A private PostgreSQL for the tests: a folder of its own, a socket in it, gone afterwards."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher import procs

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
ROOT = Path("/usr/lib/postgresql")
PORT = 5432  # only names the socket in our own folder: no network port is opened


def programs(root: Path = ROOT) -> Path | None:
    """The folder of the newest server programs on this machine."""
    found = [path.parent for path in root.glob("*/bin/initdb") if (path.parent / "postgres").exists()]
    return max(found, key=lambda path: [int(part) for part in path.parent.name.split(".")], default=None)


def as_owner(argv: Sequence[str]) -> list[str]:
    """PostgreSQL refuses to be run by root: the user postgres does it then."""
    return ["runuser", "-u", "postgres", "--", *argv] if os.geteuid() == 0 else list(argv)


def usable() -> bool:
    """Whether this machine can run a private server."""
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return os.geteuid() != 0 and programs() is not None
    return programs() is not None


def url(folder: Path) -> str:
    return f"postgres://coso@{str(folder).replace('/', '%2F')}:{PORT}/postgres"


@contextmanager
def private_cluster(bin_folder: Path) -> Iterator[str]:
    """Make a server, give its address, take it away."""
    folder = Path(tempfile.mkdtemp(prefix="coso-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    control = [str(bin_folder / "pg_ctl"), "-D", str(folder / "data"), "-s", "-w"]
    try:
        start(bin_folder, folder, control)
        yield url(folder)
    finally:
        procs.call(as_owner([*control, "-m", "immediate", "stop"]), cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def start(bin_folder: Path, folder: Path, control: Sequence[str]) -> None:
    make = [str(bin_folder / "initdb"), "-D", str(folder / "data"), "-U", "coso", "--auth=trust", "--no-sync"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    quiet = ["sh", "-c", 'exec "$@" >/dev/null', "sh"]
    procs.must([*quiet, *as_owner([*make, *locale])], "Không lập được PostgreSQL để thử", cwd=folder)
    flags = f"-c listen_addresses='' -c unix_socket_directories={folder} -p {PORT} {FAST}"
    argv = [*control, "-o", flags, "-l", str(folder / "log"), "start"]
    procs.must(as_owner(argv), "PostgreSQL để thử không chạy", cwd=folder)

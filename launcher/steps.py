"""Steps that are done once: each leaves a stamp after success, with a digest of what went into it."""

import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher.places import Places
from launcher.say import say, timed


def digest(*parts: str | Path) -> str:
    """One short name for texts and the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def tree_digest(root: Path, files: Iterable[Path]) -> str:
    """One short name for many files: their names and contents."""
    found = sorted(files)
    return digest(*(str(file.relative_to(root)) for file in found), *found)


@dataclass(frozen=True)
class Step:
    """A piece of work, where its stamp lies, what the stamp must say and what must still be there."""

    title: str
    stamp: Path
    digests: tuple[str, ...]
    work: Callable[[], None]
    outputs: tuple[Path, ...] = ()

    def done(self) -> bool:
        return read(self.stamp) in self.digests and all(path.exists() for path in self.outputs)

    def run(self) -> None:
        """Do the work; a step that is cut off leaves no stamp."""
        self.stamp.unlink(missing_ok=True)
        self.work()
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.digests[0], encoding="utf-8")


def read(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.is_file() else ""


def run_steps(steps: Sequence[Step]) -> None:
    """Do in order what is not done yet."""
    for number, step in enumerate(steps, 1):
        title = f"[{number}/{len(steps)}] {step.title}"
        if step.done():
            say(f"✓ {title}: đã có")
            continue
        with timed(title):
            step.run()


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Only one launcher at a time prepares this folder; a second one waits."""
    places.var.mkdir(parents=True, exist_ok=True)
    with (places.var / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("… một lệnh ./coso khác đang chuẩn bị thư mục này, xin chờ")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Writes package-lock.json anew from package.json: `python3 -m launcher.relock` after a change there."""

import json
from pathlib import Path

from launcher import procs
from launcher.assets import npm
from launcher.places import Places


def strip(lock: Path) -> None:
    """Leave no address in the lock: neither of a registry nor of those who ask for support."""
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        for key in ("funding", "resolved"):
            package.pop(key, None)
    lock.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def relock(places: Places) -> None:
    argv = [*npm(places), "install", "--package-lock-only", "--no-fund"]
    procs.must(argv, "Không khoá được package-lock.json", cwd=places.root)
    strip(places.root / "package-lock.json")


if __name__ == "__main__":
    relock(Places())

"""The fitted weights: trained at first use, kept beside the data under the digest of all that they come from."""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from coso.triage.examples import Example, own
from coso.triage.training import Model, train

_PACKAGE = Path(__file__).parent


@lru_cache(maxsize=4)
def fitted(extra: tuple[Example, ...] = ()) -> Model:
    """The weights from the product's messages and extra (corrected) ones: as kept, or else learnt now."""
    file = Path(settings.DATA) / "triage" / f"{digest(extra)}.json"
    return _kept(file) or _keep(file, train([*own(), *extra]))


def digest(extra: Sequence[Example] = ()) -> str:
    """A name for what weights come from: the code and the data of this package, and the extra examples."""
    said = hashlib.sha256()
    for file in sorted([*_PACKAGE.glob("*.py"), *_PACKAGE.glob("data/**/*.yaml")]):
        said.update(file.name.encode() + file.read_bytes())
    said.update(json.dumps([astuple(each) for each in extra]).encode())
    return said.hexdigest()[:32]


def _kept(file: Path) -> Model | None:
    try:
        said = json.loads(file.read_bytes())
        return Model(said["places"], said["squares"], said["weights"])
    except (OSError, ValueError, KeyError):
        return None


def _keep(file: Path, model: Model) -> Model:
    """Put weights down in one move, the older ones away; a disk that takes nothing is no reason to fail."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, suffix=".part", delete=False, encoding="utf-8") as out:
            json.dump({"places": model.places, "squares": model.squares, "weights": model.weights}, out)
        Path(out.name).replace(file)
        for other in file.parent.glob("*.json"):
            if other != file:
                other.unlink(missing_ok=True)
    except OSError:
        pass
    return model


def learn(extra: Sequence[Example]) -> bool:
    """Learns corrections beside the product's messages, for `learnt`; False where these are learnt already."""
    file = _folder() / f"{_version()}-{digest(extra)}.json"
    if file.exists():
        return False
    _keep(file, train([*own(), *extra]))
    return True


def learnt() -> Model:
    """The weights that were last learnt with corrections of people by this version; else the product's."""
    names = sorted(file.name for file in _folder().glob(f"{_version()}-*.json"))
    return (_of(names[0]) if names else None) or fitted()


@lru_cache(maxsize=1)
def _version() -> str:
    return digest()[:12]


@lru_cache(maxsize=2)
def _of(name: str) -> Model | None:
    return _kept(_folder() / name)


def _folder() -> Path:
    return Path(settings.DATA) / "triage" / "learnt"

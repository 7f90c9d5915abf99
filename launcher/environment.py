"""The environment variables that the application is started with, and the folder its data lie in."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from launcher.places import Places
from launcher.say import StopError

MARKER = "demo"
OURS = ("COSO_", "DJANGO_")


def base(places: Places, given: Mapping[str, str]) -> dict[str, str]:
    """What every Django process of this folder needs, on top of what is given."""
    fixed = {"PYTHONPATH": str(places.src), "DJANGO_SETTINGS_MODULE": "coso.settings", "PYTHONUTF8": "1"}
    return {"COSO_ASSETS": str(places.assets), **given, **fixed}


def foreign(given: Mapping[str, str]) -> dict[str, str]:
    """The environment without anything that is meant for an installation."""
    return {k: v for k, v in given.items() if not k.startswith(OURS) and k != "DATABASE_URL"}


def gathered(places: Places) -> dict[str, str]:
    """Where the static files are gathered to be served; tests take them from where they are written."""
    return {"COSO_STATIC": str(places.static)}


def demo(places: Places) -> dict[str, str]:
    """The demo hears nothing of the installation's environment: its data are its own."""
    return base(places, {**foreign(os.environ), **gathered(places), "COSO_DATA": str(places.demo), "COSO_DEMO": "1"})


def tests(places: Places, data: Path) -> dict[str, str]:
    """The tests keep their bytecode whatever the person's own setting: without it each start rewrites every assert."""
    return base(places, {**foreign(os.environ), "COSO_DATA": str(data), "PYTHONDONTWRITEBYTECODE": ""})


def run(places: Places) -> dict[str, str]:
    """A real installation: the environment, then the file coso.env, then ./data; never debug, never demo."""
    given = {**env_file(places.root / "coso.env"), **os.environ}
    data = (places.root / given.get("COSO_DATA", "data")).resolve()
    refuse_demo(data)
    given.pop("COSO_DEMO", None)
    return base(places, {**gathered(places), **given, "COSO_DATA": str(data), "COSO_DEBUG": "0"})


def env_file(file: Path) -> dict[str, str]:
    """The settings of a file of NAME=value lines; quotes around a value fall off."""
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return dict(setting(line) for line in lines if line and not line.startswith("#"))


def setting(line: str) -> tuple[str, str]:
    name, equals, value = line.removeprefix("export ").partition("=")
    if not equals or not name.strip().isidentifier():
        raise StopError(f"coso.env: dòng không hiểu được (cần TÊN=giá trị): {line.split('=')[0]}", 2)
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return name.strip(), value[1:-1] if quoted else value


def refuse_demo(data: Path) -> None:
    """Real data never lie in a demo's folder, nor in one under it."""
    for folder in (data, *data.parents):
        if (folder / MARKER).is_file():
            raise StopError(f"COSO_DATA chỉ vào thư mục dùng thử ({folder}); dữ liệu thật cần thư mục khác", 2)


def open_demo(places: Places) -> None:
    """Mark the demo's folder before anything is put into it; a folder with other things is not taken."""
    places.demo.mkdir(parents=True, exist_ok=True)
    if not (places.demo / MARKER).is_file() and any(places.demo.iterdir()):
        raise StopError(f"{places.demo} có dữ liệu không phải của bản dùng thử; xin dời đi rồi chạy lại", 2)
    (places.demo / MARKER).write_text("Dữ liệu dùng thử. Demo data.\n", encoding="utf-8")


def wipe_demo(places: Places) -> None:
    """Take the demo's folder away in one move, so that a cut-off wipe leaves nothing half there."""
    away = places.var / "demo-old"
    shutil.rmtree(away, ignore_errors=True)
    if (places.demo / MARKER).is_file():
        places.demo.rename(away)
        shutil.rmtree(away, ignore_errors=True)
    open_demo(places)

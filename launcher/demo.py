"""`./coso demo`: a federation of made-up data to try things on."""

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from launcher import environment, serving
from launcher.keeper import Keeper, answers, free_port
from launcher.places import Places
from launcher.say import StopError, say
from launcher.steps import Step, alone, digest, read, run_steps, tree_digest

PRESETS = ("province", "small")
ACCOUNTS = ("lanhdao", "chuyenvien", "cdxa", "cdcs", "totruong", "kiemtra", "quantri")
HOST = "127.0.0.1"
DAY, OLD = 86_400, 30  # seconds; days
MAKING = "2"  # counts up when data made before cannot be carried on


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./coso demo", description="Chạy thử với dữ liệu mẫu / Try it on made-up data")
    parser.add_argument("--port", default="8000", help="cổng / port (8000)")
    parser.add_argument("--preset", choices=PRESETS, help="cỡ dữ liệu mẫu / size of the data")
    parser.add_argument("--fresh", action="store_true", help="làm lại dữ liệu mẫu / make the data anew")
    return parser.parse_args(words)


def demo(places: Places, words: Sequence[str]) -> int:
    """Prepare what is not prepared yet, then serve until Ctrl-C."""
    chosen = options(words)
    wish = serving.port_number(chosen.port)
    with alone(places):
        preset = open_data(places, chosen.preset, chosen.fresh)
        env = environment.demo(places)
        run_steps([*serving.code(places, env), *data(places, env, preset)])
    tell_age(places)
    port = open_port(wish)
    env["COSO_ORIGINS"] = serving.origin(HOST, port)
    children = [serving.web(places, HOST, port, workers=2), serving.worker(places)]
    return Keeper(children, (env, places.root), partial(answers, HOST, port), partial(greet, port)).run()


def seed_stamp(places: Places) -> Path:
    return places.demo / "stamps" / "seed"


def made(preset: str) -> str:
    """What the stamp of finished data of a size says."""
    return digest(preset, MAKING)


def begun(places: Places) -> Path:
    """Names the size of the data while they are being made; it stays only where the making was cut off."""
    return places.demo / "stamps" / "seeding"


def open_data(places: Places, wish: str | None, fresh: bool) -> str:
    """Open the demo's folder, empty where its data are half made or of another size; the size of the data."""
    environment.open_demo(places)
    half = read(begun(places))
    there = next((preset for preset in PRESETS if read(seed_stamp(places)) == made(preset)), half)
    preset = wish or there or PRESETS[0]
    of_before = bool(read(seed_stamp(places))) and not there
    if fresh or half or of_before or there not in ("", preset):
        say("→ Bỏ dữ liệu mẫu cũ")
        environment.wipe_demo(places)
    return preset


def data(places: Places, env: dict[str, str], preset: str) -> list[Step]:
    """The steps that make the demo's database."""
    schema = digest(tree_digest(places.src, serving.migrations(places)), places.requirements("run"))
    migrate = partial(serving.django, places, env, "migrate", "--verbosity", "0")
    base = (places.demo / "coso.sqlite3",)
    return [
        Step("Lập cơ sở dữ liệu", places.demo / "stamps" / "migrate", (schema,), migrate, base),
        Step(f"Dựng dữ liệu mẫu ({preset})", seed_stamp(places), (made(preset),), partial(seed, places, env, preset)),
    ]


def seed(places: Places, env: dict[str, str], preset: str) -> None:
    begun(places).write_text(preset, encoding="utf-8")
    serving.django(places, env, "seed_demo", "--preset", preset)
    begun(places).unlink()


def tell_age(places: Places) -> None:
    """The data are those of the day they were made on; say so once their deadlines lie behind."""
    days = int((time.time() - seed_stamp(places).stat().st_mtime) // DAY)
    if days >= OLD:
        say(f"! Dữ liệu mẫu dựng cách đây {days} ngày nên nhiều hạn đã qua. Dựng lại theo hôm nay: ./coso demo --fresh")


def open_port(wish: int) -> int:
    """The wished port, or the next free one, said aloud."""
    port = free_port(HOST, wish)
    if not port:
        raise StopError(f"Không còn cổng trống từ {wish} trở đi")
    if port != wish:
        say(f"! Cổng {wish} đang có chương trình khác dùng; dùng cổng {port}")
    return port


def greet(port: int) -> None:
    say(f"\n  Cơ Sở đang chạy: http://{HOST}:{port}/   (Ctrl-C để dừng)")
    say(f"  Tài khoản: {', '.join(ACCOUNTS)}")
    say("  Mật khẩu:  coso-demo\n")

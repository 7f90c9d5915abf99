"""`./coso run`: a real installation, and the Django commands that work on its data."""

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from launcher import environment, procs, serving
from launcher.keeper import Keeper, answers, free_port
from launcher.libraries import libraries
from launcher.places import Places
from launcher.say import StopError, say, timed
from launcher.steps import alone, run_steps


def options(words: Sequence[str], env: dict[str, str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./coso run", description="Chạy thật / Run a real installation")
    parser.add_argument("--host", default=env.get("COSO_HOST", "127.0.0.1"), help="COSO_HOST (127.0.0.1)")
    parser.add_argument("--port", default=env.get("COSO_PORT", "8000"), help="COSO_PORT (8000)")
    parser.add_argument("--workers", type=int, default=env.get("COSO_WORKERS", "2"), help="COSO_WORKERS (2)")
    return parser.parse_args(words)


def run(places: Places, words: Sequence[str]) -> int:
    """Bring the installation up to date, then keep web and worker alive until told to stop."""
    env = environment.run(places)
    chosen = options(words, env)
    host, port = chosen.host, serving.port_number(chosen.port)
    say(f"Dữ liệu: {env['COSO_DATA']}")
    with alone(places):
        run_steps(serving.code(places, env))
        upgrade(places, env)
    if free_port(host, port) != port:
        raise StopError(f"Cổng {port} đang có chương trình khác dùng, hoặc không mở được ở {host}")
    env.setdefault("COSO_ORIGINS", serving.origin(host, port))
    children = [serving.web(places, host, port, chosen.workers), serving.worker(places, "--tick")]
    greet = partial(
        say, f"\n  Cơ Sở đang chạy: http://{host}:{port}/   (Ctrl-C để dừng)\n{first_code(places, env, port)}"
    )
    return Keeper(children, (env, places.root), partial(answers, host, port), greet).run()


def first_code(places: Places, env: dict[str, str], port: int) -> str:
    """The one-time code of the administrator, while nobody has opened that account; else nothing."""
    origin = env.get("COSO_ORIGINS", serving.origin("127.0.0.1", port)).split(",")[0].rstrip("/")
    command = places.django("administrator", "--if-none", "--origin", origin)
    return "".join(f"  {line}\n" for line in procs.output(command, env, places.root).splitlines())


def upgrade(places: Places, env: dict[str, str]) -> None:
    """Apply the pending migrations, after a backup where there are data already."""
    plan = procs.output(places.django("showmigrations", "--plan"), env, places.root)
    if "[ ]" not in plan:
        return
    if "[X]" in plan:
        file = backup_file(Path(env["COSO_DATA"]))
        with timed(f"Sao lưu trước khi nâng cấp: {file}"):
            serving.django(places, env, "backup", str(file))
    with timed("Nâng cấp cơ sở dữ liệu"):
        serving.django(places, env, "migrate", "--verbosity", "0")


def backup_file(data: Path) -> Path:
    folder = data / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"before-upgrade-{time.strftime('%Y%m%d-%H%M%S')}.coso"


def passthrough(places: Places, command: str, words: Sequence[str]) -> int:
    """Be the Django command, on the installation's data or, with --demo first, on the demo's."""
    on_demo = list(words[:1]) == ["--demo"]
    rest = list(words[1:]) if on_demo else list(words)
    if on_demo:
        environment.open_demo(places)
    env = environment.demo(places) if on_demo else environment.run(places)
    with alone(places):
        step = libraries(places, "test" if command == "bench" else "run")  # bench compares with a library of the tests
        if not step.done():
            run_steps([step])
    return procs.follow(places.django(*([] if command == "manage" else [command]), *rest), env)

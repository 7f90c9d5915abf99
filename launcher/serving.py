"""The steps and the processes that the demo and a real installation share."""

from pathlib import Path

from launcher import procs
from launcher.assets import assets
from launcher.keeper import Child
from launcher.libraries import libraries
from launcher.places import Places
from launcher.say import StopError
from launcher.steps import Step, digest, tree_digest

Env = dict[str, str]


def code(places: Places, env: Env) -> list[Step]:
    """Everything a running application needs besides its data."""
    front = assets(places)
    return [libraries(places, "run"), *front, catalogs(places, env), static(places, env, front)]


def catalogs(places: Places, env: Env) -> Step:
    """The step that compiles the translations."""
    sources = sorted(places.src.rglob("*.po"))
    return Step(
        title="Biên dịch bản dịch",
        stamp=places.stamps / "catalogs",
        digests=(tree_digest(places.src, sources),),
        work=lambda: django(places, env, "compile_catalogs"),
        outputs=tuple(source.with_suffix(".mo") for source in sources),
    )


def static(places: Places, env: Env, front: list[Step]) -> Step:
    """The step that gathers the static files, compressed, under names that change with what is in them."""
    ours = [file for folder in places.src.glob("*/**/static") for file in folder.rglob("*") if file.is_file()]
    fetched = (step.digests[0] for step in front)
    return Step(
        title="Gom tệp tĩnh",
        stamp=places.stamps / "static",
        digests=(digest(tree_digest(places.src, ours), *fetched, places.requirements("run")),),
        work=lambda: django(places, env, "collectstatic", "--no-input", "--clear", "--verbosity", "0"),
        outputs=(places.static / "staticfiles.json",),
    )


def migrations(places: Places) -> list[Path]:
    """The files that decide what the database looks like."""
    return [*places.src.glob("coso/**/migrations/*.py")]


def django(places: Places, env: Env, *words: str) -> None:
    procs.must(places.django(*words), f"Lệnh {words[0]} hỏng", env, places.root)


def web(places: Places, host: str, port: int, workers: int) -> Child:
    argv = [str(places.python), "-m", "coso.web.server", "--host", host, "--port", str(port)]
    argv += ["--workers", str(workers), "--threads", "2"]
    return Child("web", argv)


def origin(host: str, port: int) -> str:
    """What is printed on slips where no address is declared: the one at which this machine itself finds the server."""
    everywhere = not host.strip("0.:")
    return f"http://{'127.0.0.1' if everywhere else f'[{host}]' if ':' in host else host}:{port}"


def worker(places: Places, *flags: str) -> Child:
    return Child("work", places.django("work", *flags))


def port_number(text: str) -> int:
    """A port as a person writes it."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StopError(f"Số cổng không đúng: {text}", 2)
    return int(text)

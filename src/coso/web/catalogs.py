"""The catalogue of messages: English in the code, Vietnamese in one file, compiled without gettext's tools."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PO = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
Message = str | tuple[str, ...]


def used() -> Iterator[tuple[Message, str | None, str]]:
    """Every message that code and templates use: (text, or singular and plural; context; file)."""
    root = settings.PROJECT / "src" / "coso"
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("templates/**/*.txt")]):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        text = path.read_text()
        code = text if path.suffix == ".py" else _flat(templatize(text))
        for _line, message, _comments, context in extract("python", BytesIO(code.encode()), KEYWORDS, (), {}):
            if message and (message if isinstance(message, str) else message[0]):
                yield message, context, str(path.relative_to(root))


def _flat(code: str) -> str:
    """Code from a template without its indentation, which means nothing there."""
    return "\n".join(line.lstrip() for line in code.splitlines())


def load() -> Catalog:
    """The Vietnamese catalogue."""
    with PO.open("rb") as file:
        return read_po(file, locale="vi")


def collect() -> int:
    """Adds what is used and not yet listed, drops what is no longer used. Returns the number of untranslated."""
    old = load() if PO.exists() else Catalog(locale="vi")
    new = Catalog(locale="vi", project="Cơ Sở", fuzzy=False)
    for message, context, _file in used():
        known = old.get(message if isinstance(message, str) else message[0], context)
        new.add(message, known.string if known else "", context=context)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, sort_output=True, omit_header=False, width=120)
    return sum(1 for message in new if message.id and not message.string)


def compile_all() -> None:
    """Writes the binary catalogue beside its source."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, load())


def gaps() -> Iterator[str]:
    """What is not complete: a message without Vietnamese, one that nobody uses, placeholders that differ."""
    catalog, seen = load(), set()
    for message, context, file in used():
        text = message if isinstance(message, str) else message[0]
        seen.add((text, context))
        known = catalog.get(text, context)
        if known is None or not known.string:
            yield f"{file}: {text!r}"
        elif errors := list(known.check(catalog)):
            yield f"{file}: {text!r}: {errors[0]}"
    yield from (f"unused: {m.id!r}" for m in catalog if m.id and (_first(m.id), m.context) not in seen)


def _first(message: str | Sequence[str]) -> str:
    return message if isinstance(message, str) else message[0]

"""What a file really is, told by its first bytes and, for office files, by what is inside."""

import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be attached; `shown` in the browser, the others are only saved."""

    mime: str
    endings: tuple[str, ...]
    shown: bool = False


PDF = FileKind("application/pdf", (".pdf",), shown=True)
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), shown=True)
PNG = FileKind("image/png", (".png",), shown=True)
WEBP = FileKind("image/webp", (".webp",), shown=True)
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind(f"{_OFFICE}.wordprocessingml.document", (".docx",))
XLSX = FileKind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",))
KINDS = {kind.mime: kind for kind in (PDF, JPEG, PNG, WEBP, DOCX, XLSX)}
ACCEPT = ",".join(ending for kind in KINDS.values() for ending in kind.endings)
PHOTOS = ",".join(kind.mime for kind in (JPEG, PNG, WEBP))


def kind_of(path: Path) -> FileKind | None:
    """The kind of a stored file, None where it is none of ours. Its name is not asked."""
    with path.open("rb") as file:
        head = file.read(16)
    for start, kind in ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG)):
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return _office(path) if head.startswith(b"PK\x03\x04") else None


def _office(path: Path) -> FileKind | None:
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None

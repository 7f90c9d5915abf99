"""Blanking a person in the journal: bodies lose the details, leaves stay, seals still verify and say "erased"."""

import hashlib
import json
import uuid
import zlib
from collections.abc import Mapping
from typing import Any

from coso.access.journal.moved import tables_of
from coso.access.journal.snapshots import pack_value
from coso.access.models import Change, Journaled


def erase_snapshots(model: type[Journaled], key: uuid.UUID, blanks: Mapping[str, Any]) -> int:
    """Sets columns of a row to blanks in every snapshot the journal keeps of it. Returns the pages blanked.

    The hash of what stood in a body is kept in its place (`Change.erased`), so that its action's leaf still follows.
    """
    pages = Change.objects.filter(table__in=tables_of(model), first__lte=key, last__gte=key)
    return sum(_blank(page, key, blanks) for page in pages.iterator(chunk_size=20))


def _blank(page: Change, key: uuid.UUID, blanks: Mapping[str, Any]) -> int:
    body = json.loads(zlib.decompress(bytes(page.body)))
    if body["rows"] is None or key.hex not in body["keys"]:
        return 0
    n = body["keys"].index(key.hex)
    row = body["rows"][n]
    if row is None:
        return 0
    body["rows"][n] = [
        pack_value(blanks[name]) if name in blanks else value for name, value in zip(body["names"], row, strict=True)
    ]
    packed = zlib.compress(json.dumps(body, separators=(",", ":")).encode(), 1)
    Change.objects.filter(pk=page.pk).update(body=packed, erased=page.erased or body_hash(page.body))
    return 1


def body_hash(body: bytes | memoryview) -> bytes:
    """The hash of a body, as a leaf takes it."""
    return hashlib.sha256(bytes(body)).digest()


def erased_pages() -> int:
    """How many pages of the journal were blanked."""
    return Change.objects.filter(erased__isnull=False).count()

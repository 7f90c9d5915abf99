"""What an action did to each row: what stood there before it, and after it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from coso.access.journal.images import Image, open_page, pages_of, read_images
from coso.access.journal.moved import tables_of
from coso.access.models import Action, Change, Journaled


@dataclass(frozen=True)
class Written:
    """A row that an action wrote. `before` is None where the action made the row, `after` where it took it away."""

    model: type[Journaled]
    key: uuid.UUID
    before: Image | None
    after: Image | None


def written_by(action: Action, most: int) -> list[Written]:
    """The first rows that an action wrote, as they stood before and after it."""
    return [
        Written(model, key, image, _after(action, model, key)) for model, key, image in islice(_first(action), most)
    ]


def _first(action: Action) -> Iterator[tuple[type[Journaled], uuid.UUID, Image | None]]:
    """Each row once, with its oldest image in the action."""
    seen: set[tuple[type[Journaled], uuid.UUID]] = set()
    for page in pages_of(action):
        for key, image in page.images.items():
            if (page.model, key) not in seen:
                seen.add((page.model, key))
                yield page.model, key, image


def _after(action: Action, model: type[Journaled], key: uuid.UUID) -> Image | None:
    """What the next action found there; if there is none, what stands there now."""
    spans = Change.objects.filter(table__in=tables_of(model), first__lte=key, last__gte=key)
    for change in spans.filter(action__at__gt=action.at).order_by("action__at", "id").iterator(chunk_size=20):
        page = open_page(change)
        if key in page.images and not page.after:
            return page.images[key]
    return read_images(model, [key]).get(key)

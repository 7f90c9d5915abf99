"""What may not be undone: a row that an issued paper is about, which would then be about nothing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Images
from coso.papers.models import Document
from coso.papers.registry import paper_kinds
from coso.register.querysets import FEW


@bars_undo
def issued_papers_stay(images: Images) -> Iterator[Blocker]:
    """An issued paper stands in the way until its issuing is undone."""
    models = {model for kind in paper_kinds().values() for model in kind.about.rows}
    made = [key for model in models for key, image in images.get(model, {}).items() if image is None]
    for at in range(0, len(made), FEW):
        found = Document.objects.filter(subject__in=made[at : at + FEW])
        for key, since in found.values_list("pk", "act"):
            yield Blocker("papers.document", key, since)

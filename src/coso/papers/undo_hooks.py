"""What may not be undone: a row that an issued paper or a proof is about, which would then be about nothing."""

import uuid
from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Images
from coso.access.models import Journaled
from coso.papers.attachments.proving import provables
from coso.papers.models import Document, Proof
from coso.papers.registry import paper_kinds
from coso.register.querysets import FEW


@bars_undo
def issued_papers_stay(images: Images) -> Iterator[Blocker]:
    """An issued paper stands in the way until its issuing is undone."""
    models = {model for kind in paper_kinds().values() for model in kind.about.rows}
    for some in (part for model in models for part in made_by(images, model)):
        for key, since in Document.objects.filter(subject__in=some).values_list("pk", "act"):
            yield Blocker("papers.document", key, since)


@bars_undo
def proofs_stay(images: Images) -> Iterator[Blocker]:
    """A proof, also one that was withdrawn, stands in the way until its adding is undone."""
    for key, about in provables().items():
        for some in made_by(images, about.model):
            for proof, since in Proof.objects.about(key, some).values_list("pk", "act"):
                yield Blocker("papers.proof", proof, since)


def made_by(images: Images, model: type[Journaled]) -> Iterator[list[uuid.UUID]]:
    """The keys of the rows of a model that an action made, some at a time."""
    made = [key for key, image in images.get(model, {}).items() if image is None]
    for at in range(0, len(made), FEW):
        yield made[at : at + FEW]

"""What may not be undone: a row that an issued paper or a proof is about, which would then be about nothing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Snapshots, made_in
from coso.papers.attachments.proving import provables
from coso.papers.models import Document, Proof
from coso.papers.registry import paper_kinds


@bars_undo
def issued_papers_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """An issued paper stands in the way until its issuing is undone."""
    models = {model for kind in paper_kinds().values() for model in kind.about.rows}
    for some in (part for model in models for part in made_in(snapshots, model)):
        for key, since in Document.objects.filter(subject__in=some).values_list("pk", "act"):
            yield Blocker("papers.document", key, since)


@bars_undo
def proofs_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """A proof, also one that was withdrawn, stands in the way until its adding is undone."""
    for key, about in provables().items():
        for some in made_in(snapshots, about.model):
            for proof, since in Proof.objects.about(key, some).values_list("pk", "act"):
                yield Blocker("papers.proof", proof, since)

"""What may be undone of a decision: not while a paper on its list is issued, which would then be about nothing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Images
from coso.grading.models import Decision
from coso.papers.models import Document


@bars_undo
def issued_decisions_stay(images: Images) -> Iterator[Blocker]:
    """The paper issued on a list stands in the way until its issuing is undone."""
    made = [key for key, image in images.get(Decision, {}).items() if image is None]
    if made:
        for key, since in Document.objects.filter(subject__in=made).values_list("pk", "act"):
            yield Blocker("papers.document", key, since)

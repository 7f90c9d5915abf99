"""What may not be undone: a row that members were asked about, which would leave the poll about nothing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Snapshots, made_in
from coso.polls.models import Meeting, Poll
from coso.polls.subjects import poll_subjects


@bars_undo
def polls_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """A poll stands in the way for good, a meeting until its recording is undone."""
    for some in (part for about in poll_subjects().values() for part in made_in(snapshots, about.model)):
        for model in (Poll, Meeting):
            for key, since in model.objects.filter(subject__in=some).values_list("pk", "act"):
                yield Blocker(model._meta.label_lower, key, since)

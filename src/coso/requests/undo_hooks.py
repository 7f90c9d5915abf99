"""What may not be undone: a row that a request is about, which would then be about nothing."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Snapshots, made_in
from coso.requests.models import Request
from coso.requests.registry import request_kinds


@bars_undo
def requests_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """A request stands in the way until its asking is undone."""
    for model in {kind.model for kind in request_kinds().values()}:
        for some in made_in(snapshots, model):
            for key, since in Request.objects.filter(subject__in=some).values_list("pk", "act"):
                yield Blocker("requests.request", key, since)

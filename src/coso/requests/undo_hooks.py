"""What may not be undone: a row that a request is about, and an end without which two would be open about a row."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.snapshots import Snapshot
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


@bars_undo
def one_stays_open(snapshots: Snapshots) -> Iterator[Blocker]:
    """One that was asked since about the same row stands in the way of opening the one before it again."""
    opened = [key for key, row in snapshots.get(Request, {}).items() if row and _is_open(row)]
    about = set(Request.objects.filter(pk__in=opened, alone=True).values_list("kind", "subject"))
    since = Request.objects.still_open().filter(alone=True, subject__in={subject for _kind, subject in about})
    for request in since.exclude(pk__in=opened):
        if (request.kind, request.subject) in about:
            yield Blocker("requests.request", request.pk, request.act)


def _is_open(row: Snapshot) -> bool:
    """A snapshot of before withdrawing was known has no such column."""
    return row["answered"] is None and row.get("withdrawn") is None

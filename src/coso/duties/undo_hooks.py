"""What may not be undone: a row about which somebody was given more time."""

from collections.abc import Iterator

from coso.access.journal import Blocker, bars_undo
from coso.access.journal.undo import Snapshots, made_in
from coso.duties.groups import duty_groups
from coso.duties.models import Extension


@bars_undo
def extensions_stay(snapshots: Snapshots) -> Iterator[Blocker]:
    """More time that was given stands in the way until it is taken back."""
    for model in {group.model for group in duty_groups().values()}:
        for some in made_in(snapshots, model):
            for key, since in Extension.objects.filter(subject__in=some).values_list("pk", "act"):
                yield Blocker("duties.extension", key, since)

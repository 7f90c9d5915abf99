"""What follows when naming, changing or dissolving a cluster is taken back: duties opened since go to who owes them."""

from collections.abc import Callable

from coso.access.journal.undo import Snapshots, on_undo
from coso.grading.models import Cluster, ClusterUnit
from coso.grading.ticks import keep_addresses


@on_undo
def duties_follow_clusters(snapshots: Snapshots) -> Callable[[], None]:
    """Re-addresses open duties after the undo, where it touched a cluster."""
    touched = Cluster in snapshots or ClusterUnit in snapshots
    return keep_addresses if touched else lambda: None

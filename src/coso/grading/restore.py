"""What follows when naming, changing or dissolving a cluster is taken back: duties opened since go to who owes them."""

from collections.abc import Callable

from coso.access.journal.undo import Images, on_restore
from coso.grading.models import Cluster, ClusterUnit
from coso.grading.ticks import keep_addresses


@on_restore
def duties_follow_clusters(images: Images) -> Callable[[], None]:
    """Re-addresses open duties after the undo, where it touched a cluster."""
    touched = Cluster in images or ClusterUnit in images
    return keep_addresses if touched else lambda: None

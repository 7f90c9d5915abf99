"""What can be read of the grading year."""

import uuid
from typing import Self

from django.db.models import F, Q

from coso.access.models import Account
from coso.register.querysets import SeenQuerySet, branches

SEE = "grading.see"


class PeerSeenQuerySet(SeenQuerySet):
    """Rows of sheets. In its cluster a union sees the sheets of the others too, while they stand at that step (R24).

    Only "grading.see" is widened so: evidence, papers, polls and petitions have permissions of their own. `sheet`
    is the column of the sheet. Who holds no post that scores in clusters asks nothing more of the database.
    """

    sheet = "pk"

    def visible_to(self, user: Account, permission: str) -> Self:
        """The rows in the branches where a post of today grants the permission, and the reader's own cluster's."""
        from coso.register.visibility import reach

        seen = reach(user, permission)
        peers = peers_of(user) if permission == SEE and not seen.everything else []
        if not peers:
            return super().visible_to(user, permission)
        return self.filter(branches(self.sight, seen.paths) | Q(**{f"{self.sheet}__in": peers}))


def own_unions(user: Account) -> tuple[str, ...]:
    """The paths of the unions in whose clusters somebody scores."""
    from coso.register.visibility import reach

    return reach(user, "grading.cluster").paths


def peers_of(user: Account) -> list[uuid.UUID]:
    """The sheets at the cluster's step in the clusters of the reader's unions, their own included."""
    from coso.grading.models import Sheet

    paths = own_unions(user)
    if not paths:
        return []
    at = "unit__in_clusters__"
    mine = {f"{at}round": F("round"), f"{at}cluster__units__unit__path__in": paths}
    return list(Sheet.objects.filter(step="cluster", **mine).values_list("pk", flat=True))


class SheetQuerySet(PeerSeenQuerySet):
    """Score sheets."""

    sight = "unit__path"


class LineQuerySet(PeerSeenQuerySet):
    """Lines of sheets."""

    sight, sheet = "sheet__unit__path", "sheet"


class ClusterQuerySet(SeenQuerySet):
    """Clusters: seen by the managing union that names them, by those above it, and by the unions that score in them."""

    sight = "unit__path"

    def visible_to(self, user: Account, permission: str) -> Self:
        """The clusters named within the reader's branches, and those of the reader's own unions."""
        from coso.grading.models import ClusterUnit
        from coso.register.visibility import reach

        seen, paths = reach(user, permission), own_unions(user)
        if permission != SEE or seen.everything or not paths:
            return super().visible_to(user, permission)
        own = ClusterUnit.objects.filter(unit__path__in=paths).values("cluster")
        return self.filter(branches(self.sight, seen.paths) | Q(pk__in=own))

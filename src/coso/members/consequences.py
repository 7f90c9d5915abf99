"""What changes of the register do to members: numbers typed, people and unions that move."""

import uuid
from collections.abc import Collection

from coso.access.journal import Act
from coso.members.services.duties import settle_identity_duties

Units = Collection[uuid.UUID]


def follow_matches(a: Act, units: Units) -> None:
    """Numbers on record were typed, or were settled."""
    settle_identity_duties(a)

"""The one door for writes: an action writes rows, keeps their images before, and can be taken back."""

from coso.access.journal.door import Act, StaleError, act, expect
from coso.access.journal.undo import BlockedError, Blocker, bars_undo, blockers, on_restore, undo

__all__ = [
    "Act",
    "BlockedError",
    "Blocker",
    "StaleError",
    "act",
    "bars_undo",
    "blockers",
    "expect",
    "on_restore",
    "undo",
]

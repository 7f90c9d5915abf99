"""The one door for writes: an action writes rows, keeps their snapshots before, and can be taken back."""

from coso.access.journal.holding import held, held_all, held_where
from coso.access.journal.undo import BlockedError, Blocker, TakenBackError, bars_undo, blockers, on_undo, undo
from coso.access.journal.writer import Act, NewRows, StaleError, act, expect, new_rows

__all__ = [
    "Act",
    "BlockedError",
    "Blocker",
    "NewRows",
    "StaleError",
    "TakenBackError",
    "act",
    "bars_undo",
    "blockers",
    "expect",
    "held",
    "held_all",
    "held_where",
    "new_rows",
    "on_undo",
    "undo",
]

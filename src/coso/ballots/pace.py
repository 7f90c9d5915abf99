"""How fast wrong codes are taken. Nothing is written, nobody's address is looked at, and a right code never waits."""

import time
import uuid
from threading import Lock

from coso.law import parameter
from coso.lib import clock

_lock = Lock()
_left: dict[uuid.UUID, tuple[float, float]] = {}
_MOST_BALLOTS = 10_000


def allow(ballot: uuid.UUID) -> bool:
    """Whether one more wrong code of a ballot is within the pace; it fills again by the second, within this process."""
    most = float(parameter("ballots.wrong_codes_per_minute").at(clock.today()).number)
    now = time.monotonic()
    with _lock:
        if len(_left) > _MOST_BALLOTS:
            _left.clear()
        left, since = _left.get(ballot, (most, now))
        left = min(most, left + (now - since) * most / 60)
        _left[ballot] = (max(left - 1, 0.0), now)
    return left >= 1

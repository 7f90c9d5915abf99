"""The one reader of the machine's clock. A day is a day in Vietnam, wherever the machine stands."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def seconds() -> float:
    """Seconds since 1970, UTC: what the times of files are told in."""
    return time.time()


def milliseconds() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """A moment as the clocks in Vietnam show it."""
    return moment.astimezone(ZONE)


def day_of(moment: dt.datetime) -> dt.date:
    """The day on which a moment falls in Vietnam."""
    return local(moment).date()


def today() -> dt.date:
    """The present day in Vietnam."""
    return day_of(now())

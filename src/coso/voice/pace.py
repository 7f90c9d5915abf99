"""How fast concerns come in before a question for people is asked. No address and no device is looked at.

What is counted is kept for some minutes under keyed hashes of a poster and of a text, and only one in ten is counted
(for ten), so that a single concern mostly leaves no trace there. Nothing is refused: who answers the question gets in.
"""

import datetime as dt
import random
from collections.abc import Iterable

from django.conf import settings
from django.db.models import F, QuerySet

from coso.access.prepared import prepared
from coso.doors.models import Bucket
from coso.law import parameter
from coso.lib import clock
from coso.lib.text import fold

SAMPLE = 10
_chance = random.SystemRandom()


def is_crowded(poster: str, text: str) -> bool:
    """Whether so many came by a poster, or with one text, that a person has to answer a question first."""
    keys = _keys(poster, text)
    counted = dict(_counted(keys))
    limits = (_number("voice.free_by_poster"), _number("voice.free_by_text"))
    return any(counted.get(key, 0) >= most for key, most in zip(keys, limits, strict=True))


@prepared
def _counted(keys: Iterable[str]) -> QuerySet[Bucket, tuple[str, float]]:
    return Bucket.objects.filter(key__in=keys).values_list("key", "tries")


def count(poster: str, text: str) -> None:
    """Counts a concern that was taken in, one in ten for ten."""
    if _chance.randrange(SAMPLE):
        return
    start, end = _window()
    for key in _keys(poster, text):
        Bucket.objects.get_or_create(key=key, defaults={"tries": 0.0, "at": start, "until": end})
        Bucket.objects.filter(key=key).update(tries=F("tries") + SAMPLE)


def _keys(poster: str, text: str) -> list[str]:
    window = _window()[0].isoformat()
    said = "".join(char for char in fold(text) if char.isalpha())
    parts = (("poster", poster, window), ("text", said, window))
    return [settings.KEYS.look_up("\x00".join(("voice", *each))).hex() for each in parts]


def _window() -> tuple[dt.datetime, dt.datetime]:
    """The beginning of the ten minutes that are counted together, and when they are forgotten."""
    now = clock.now()
    start = now.replace(minute=now.minute - now.minute % SAMPLE, second=0, microsecond=0)
    return start, start + dt.timedelta(minutes=SAMPLE)


def _number(name: str) -> int:
    return int(parameter(name).at(clock.today()).number)

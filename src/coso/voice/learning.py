"""What officers corrected is learnt in the night: the texts with their labels, without a word on who said them."""

import datetime as dt

from coso.lib import clock
from coso.triage.examples import Example
from coso.triage.store import learn
from coso.triage.terms import TOPICS
from coso.voice.models import Concern, Message

MOST = 500  # corrections, the newest by day
NIGHT = range(1, 5)  # hours in which learning takes nobody's time


def corrections() -> list[Example]:
    """The corrected concerns as examples, in an order that tells nothing of when they came."""
    rows = Concern.objects.filter(sorted_by_hand=True, settled=True).order_by("-received", "key")[:MOST]
    labels = {row.key: (tuple(topic for topic in row.topics if topic in TOPICS), row) for row in rows}
    texts = Message.objects.filter(concern__in=list(labels), n=1).order_by("concern").values_list("concern_id", "text")
    kept = [(labels[key], text) for key, text in texts if labels[key][0]]
    return [Example(text, topics, row.urgency, row.collective) for (topics, row), text in kept]


def learn_corrections(now: dt.datetime | None = None) -> None:
    """Learns what was corrected, in the small hours and only if something new was."""
    hour = clock.local(now or clock.now()).hour
    if hour in NIGHT and (found := corrections()):
        learn(found)

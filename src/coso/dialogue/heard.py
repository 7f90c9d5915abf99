"""What was said to a union that could be put on an agenda: topics with how many spoke, never who or where."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.dialogue.models import FAILED, Item, Session
from coso.law import parameter
from coso.lib import clock
from coso.triage.terms import TOPICS
from coso.voice.models import CLOSED, Concern
from coso.voice.permissions import READ

MANY = {"group": 5, "groups": 10, "some": 3, "one": 1}  # at least how many speak where somebody chose these words
# Not for a table with the employer: what would point at a person, and what is nobody's demand.
APART = {"harassment", "discrimination", "management_conduct", "union_itself", "request_information", "thanks_other"}
SINCE = dt.timedelta(days=365)


@dataclass
class Topic:
    """A topic that was heard: the numbers of the concerns, and at least how many people they touch."""

    key: str
    concerns: list[str] = field(default_factory=list)
    people: int = 0

    @property
    def words(self) -> str:
        """The topic in the reader's language."""
        return str(TOPICS[self.key])

    @property
    def count(self) -> str:
        """At least how many people; below the least that hides anybody, only that."""
        least = least_people(clock.today())
        return _("under {n} people").format(n=least) if self.people < least else str(self.people)


def least_people(day: dt.date) -> int:
    """Below how many people no number is shown."""
    return int(parameter("poll.min_answers").at(day).number)


def topics_heard(session: Session, user: Account) -> list[Topic]:
    """Topics of what was said to the desk of the union itself in the last year and is on no agenda yet, most first.

    What was sent past the union to those above it is no matter of this table, whoever reads.
    """
    rows = Concern.objects.visible_to(user, READ).filter(reader=session.unit_id, merged_into=None)
    rows = rows.filter(received__gte=clock.today() - SINCE).exclude(state=CLOSED)
    taken = _on_agendas(session)
    found: dict[str, Topic] = defaultdict(lambda: Topic(""))
    for row in rows.only("key", "topics", "people").order_by("key"):
        for topic in row.topics:
            if topic in TOPICS.keys() - APART and str(row.uuid) not in taken:
                each = found[topic]
                each.key = topic
                each.concerns.append(str(row.uuid))
                each.people += MANY.get(row.people, 1)
    return sorted(found.values(), key=lambda each: (-each.people, each.key))


def _on_agendas(session: Session) -> set[str]:
    """The concerns that stand on an agenda of the union already."""
    items = Item.objects.filter(session__unit=session.unit_id).exclude(session__state=FAILED)
    return {key for keys in items.values_list("concerns", flat=True) for key in keys}

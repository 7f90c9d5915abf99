"""What word lists alone would say: the yardstick that learning has to beat."""

from coso.triage.judging import Suggestion
from coso.triage.reading import words_of
from coso.triage.terms import TOPICS
from coso.triage.word_lists import hits

URGENT = {"stoppage", "downing_tools", "refusing", "slowdown", "gate", "danger", "selfharm", "weapon"}
GRAVE = {"grave", "angry"}
QUIET = {"thanks", "question", "settled"}


def by_words(text: str) -> Suggestion:
    """Every topic with a word of its list; the highest urgency that a word speaks of."""
    seen = {hit.key for hit in hits(words_of(text))}
    topics = tuple(topic for topic in TOPICS if topic in seen)
    urgency = 3 if seen & URGENT else 2 if seen & GRAVE else 0 if seen & QUIET or not topics else 1
    extra = ("request_information",) if "question" in seen else ()
    return Suggestion((topics + extra) or ("thanks_other",), urgency, "many" in seen, ())

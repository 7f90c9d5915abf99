"""What a message is about, how urgent it is and whether many are concerned, with the words and rules behind it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from coso.triage import linear
from coso.triage.features import Features, features
from coso.triage.reading import Word, small_words, words_of
from coso.triage.store import fitted, learnt
from coso.triage.terms import LISTS, RULES, TOPICS, URGENCIES
from coso.triage.training import COLLECTIVE, STEPS, Model, step_label

# From which score on a label is given (linear.ONE is one margin): low for topics, because one too many is struck out
# quickly; for urgency 3 where, by folds of the product's messages, about three in a hundred others are raised.
TOPIC_FROM = -linear.ONE // 4
STEP_FROM = {1: 0, 2: linear.ONE // 10, 3: -linear.ONE // 20}
WHOLE, PART = 70, 40  # words: a longer message is judged in parts of about so many
_SORTS = {"r": "rule", "l": "list", "m": "words", "w": "words", "t": "words"}  # pieces of words tell a reader nothing


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the message behind a label: by a word list, a rule, or as learnt from labelled messages.

    `label`: a topic, "urgency N" or "collective". In words in the reader's language: `str(reason)`.
    """

    kind: str
    key: str
    words: str
    label: str

    def __str__(self) -> str:
        said = {"words": self.words, "label": label_words(self.label)}
        if self.kind == "list":
            return _("“{words}” · word list “{list}” → {label}").format(list=LISTS[self.key], **said)
        if self.kind == "rule":
            return _("“{words}” · rule “{rule}” → {label}").format(rule=RULES[self.key], **said)
        if self.kind == "corrected":
            return _("Learnt from corrections of officers → {label}").format(label=said["label"])
        if self.kind == "words":
            return _("“{words}” · learnt from labelled messages → {label}").format(**said)
        return _("no single word, the wording as a whole → {label}").format(**said)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an officer is offered, and may correct."""

    topics: tuple[str, ...]
    urgency: int
    collective: bool
    because: tuple[Reason, ...]


def label_words(label: str) -> str:
    """A label in the reader's language."""
    if label == COLLECTIVE:
        return _("many are concerned")
    if label in TOPICS:
        return str(TOPICS[label])
    level = int(label.split()[1])
    return _("urgency {n} ({words})").format(n=level, words=URGENCIES[level])


def suggest(text: str, model: Model | None = None, day: dt.date | None = None) -> Suggestion:
    """Labels for a message, by given weights (the product's) and the word lists and rules of a day (today).

    A long message is judged in parts: it is as urgent as its most urgent part, and about all that they are about.
    """
    model = model or fitted()
    return _joined([_judged(features(part, day), model) for part in _parts(words_of(text))])


def suggest_learnt(text: str) -> Suggestion:
    """Labels by what officers have corrected so far; a label that only their corrections gave says so."""
    model = learnt()
    found = suggest(text, model)
    if model is fitted():
        return found
    before = suggest(text)
    own = {*before.topics, step_label(before.urgency)}
    new = [label for label in (*found.topics, step_label(found.urgency)) if label not in own]
    return replace(found, because=(*(Reason("corrected", "", "", label) for label in new), *found.because))


def _parts(words: Sequence[Word]) -> list[Sequence[Word]]:
    if len(words) <= WHOLE:
        return [words]
    ends = [0]
    for at, word in enumerate(words, 1):
        full = at - ends[-1] >= PART
        if (full and word.bare in (".", "?", "!")) or at - ends[-1] >= WHOLE or at == len(words):
            ends.append(at)
    return [words[begin:end] for begin, end in pairwise(ends)]


def _judged(found: Features, model: Model) -> Suggestion:
    row = model.row(found)
    scores = {label: linear.score(weights, row) for label, weights in model.weights.items()}
    best = max(TOPICS, key=lambda topic: scores[topic])
    topics = tuple(topic for topic in TOPICS if topic == best or scores[topic] > TOPIC_FROM)
    urgency = next((step for step in reversed(STEPS) if scores[step_label(step)] > STEP_FROM[step]), 0)
    collective = scores[COLLECTIVE] > 0
    because = [reason for topic in topics for reason in _reasons(found, model, topic, 2)]
    because += _urgency_reasons(found, model, urgency)
    because += _reasons(found, model, COLLECTIVE, 1) if collective else []
    return Suggestion(topics, urgency, collective, tuple(because))


def _urgency_reasons(found: Features, model: Model, urgency: int) -> list[Reason]:
    """What lifts a message to its urgency, or what keeps it at none."""
    if urgency:
        return _reasons(found, model, step_label(urgency), 3)
    return [replace(reason, label=step_label(0)) for reason in _reasons(found, model, step_label(1), 2, sign=-1)]


def _reasons(found: Features, model: Model, label: str, most: int, sign: int = 1) -> list[Reason]:
    """The features that say most for a label (against it: sign -1), each with other words."""
    weights = model.weights[label]
    known = ((sign * weights[model.places[name]], name) for name in found if name in model.places)
    said: dict[str, Reason] = {}
    for weight, name in sorted(known, key=lambda each: (-each[0], each[1])):
        if weight <= 0 or len(said) == most:
            break
        if name[0] in _SORTS and _telling(found[name]):
            said.setdefault(found[name], Reason(_SORTS[name[0]], name[2:], found[name], label))
    return list(said.values()) or [Reason("wording", "", "", label)]


def _telling(words: str) -> bool:
    """Whether words say something to a reader by themselves."""
    return bool(words) and not small_words().issuperset(words.lower().split())


def _joined(parts: Sequence[Suggestion]) -> Suggestion:
    if len(parts) == 1:
        return parts[0]
    urgency = max(part.urgency for part in parts)
    given = {topic for part in parts for topic in part.topics}
    kept = [topic for topic in TOPICS if topic in given and (topic != "thanks_other" or len(given) == 1)]
    collective = any(part.collective for part in parts)
    return Suggestion(tuple(kept), urgency, collective, tuple(dict.fromkeys(_kept(parts, kept, urgency))))


def _kept(parts: Sequence[Suggestion], topics: Sequence[str], urgency: int) -> Iterator[Reason]:
    """The reasons of the parts that hold for the whole."""
    labels = {*topics, step_label(urgency), COLLECTIVE}
    for part in parts:
        yield from (reason for reason in part.because if reason.label in labels)

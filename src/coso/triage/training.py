"""Fitting the weights: one linear machine for each topic, each step of urgency, and for "many are concerned"."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isqrt

from coso.lib.text import fold
from coso.triage import linear
from coso.triage.examples import Example
from coso.triage.features import IMPORTANCE, Features, features
from coso.triage.reading import words_of
from coso.triage.terms import TOPICS

STEPS = (1, 2, 3)
COLLECTIVE = "collective"
SEEN = 2  # a feature counts from so many messages on
SOFT = (linear.ONE // 4, linear.ONE // 2)


@dataclass(frozen=True, slots=True)
class Model:
    """The features by number, their importance squared, and each label's weights."""

    places: dict[str, int]
    squares: list[int]
    weights: dict[str, list[int]]

    def row(self, found: Iterable[str]) -> linear.Row:
        """A message's known features as an example."""
        return linear.row(sorted(self.places[name] for name in found if name in self.places), self.squares)


def step_label(step: int) -> str:
    """The label of "at least so urgent"."""
    return f"urgency {step}"


def labels(example: Example) -> set[str]:
    """What is true of an example, by the names of the labels."""
    steps = {step_label(step) for step in STEPS if example.urgency >= step}
    return {*example.topics, *steps, *([COLLECTIVE] if example.collective else [])}


def train(examples: Sequence[Example], day: dt.date | None = None) -> Model:
    """Weights from labelled messages, the same on every machine; each is also learnt without its marks."""
    read = [(found, labels(each)) for each in examples for found in _readings(each.text, day)]
    counted = Counter(name for each in examples for name in {*_merged(each.text, day)})
    names = sorted(name for name, n in counted.items() if n >= SEEN)
    squares = [_square(name, len(examples), counted[name]) for name in names]
    model = Model({name: place for place, name in enumerate(names)}, squares, {})
    rows = [model.row(found) for found, _true in read]
    for label in (*TOPICS, *map(step_label, STEPS), COLLECTIVE):
        model.weights[label] = linear.fit(rows, [label in true for _found, true in read], squares, SOFT)
    return model


def _readings(text: str, day: dt.date | None) -> list[Features]:
    bare = fold(text)
    return [features(words_of(each), day) for each in ([text] if text.isascii() else [text, bare])]


def _merged(text: str, day: dt.date | None) -> set[str]:
    return {name for found in _readings(text, day) for name in found}


def _square(name: str, of: int, seen: int) -> int:
    """Importance squared: by sort, and the rarer the more (the whole part of log2 of 4·(of/seen)², halved)."""
    return IMPORTANCE[name[0]] * max(1, (isqrt(2 * of * of // (seen * seen))).bit_length() - 1)

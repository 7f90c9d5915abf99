"""How often suggestions are right: on folds that were not learnt from, beside word lists alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from coso.triage.baseline import by_words
from coso.triage.examples import Example
from coso.triage.judging import Suggestion, suggest
from coso.triage.training import train

Judge = Callable[[str], Suggestion]
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of right and wrong suggestions over labelled messages."""

    messages: int
    right: Counter[str]  # by topic: given and true
    given: Counter[str]
    true: Counter[str]
    urgent: tuple[int, int]  # of those of urgency 3: found, all
    raised: tuple[int, int]  # of the others: raised to 3, all
    same_urgency: int
    same_collective: int

    def f1(self, topic: str = "") -> float:
        """F1 of a topic; micro-F1 of all without one."""
        right, given, true = (count[topic] if topic else count.total() for count in (self.right, self.given, self.true))
        return 2 * right / (given + true) if given + true else 0.0


def measured(pairs: Sequence[tuple[Example, Suggestion]]) -> Figures:
    """The figures of suggestions beside what is true."""
    found = [said.urgency == 3 for told, said in pairs if told.urgency == 3]
    raised = [said.urgency == 3 for told, said in pairs if told.urgency < 3]
    return Figures(
        len(pairs),
        Counter(topic for told, said in pairs for topic in told.topics if topic in said.topics),
        Counter(topic for _told, said in pairs for topic in said.topics),
        Counter(topic for told, _said in pairs for topic in told.topics),
        (sum(found), len(found)),
        (sum(raised), len(raised)),
        sum(told.urgency == said.urgency for told, said in pairs),
        sum(told.collective == said.collective for told, said in pairs),
    )


def on(examples: Sequence[Example], judge: Judge = suggest) -> Figures:
    """The figures of one way to judge on labelled messages."""
    return measured([(each, judge(each.text)) for each in examples])


def by_folds(examples: Sequence[Example]) -> Figures:
    """The figures where each message is judged by weights that never saw it."""
    pairs: list[tuple[Example, Suggestion]] = []
    for fold in range(FOLDS):
        learnt = [each for i, each in enumerate(examples) if i % FOLDS != fold]
        judge = partial(suggest, model=train(learnt))
        pairs += [(each, judge(each.text)) for each in examples[fold::FOLDS]]
    return measured(pairs)


def word_figures(examples: Sequence[Example]) -> Figures:
    """The figures of word lists alone."""
    return on(examples, by_words)

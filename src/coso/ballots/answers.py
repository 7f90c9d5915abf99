"""Answers as the fixed number of bytes that goes into a box, and back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from coso.lib.crypto import NotReadableError

Choices = Sequence[Sequence]  # [[question, [answer, …]], …]
LENGTH = 48
Counts = dict[str, Counter[str]]


def pack(choices: Choices, answers: Mapping[str, str]) -> bytes:
    """One byte a question, in their order: the number of the answer, from 1."""
    numbers = [known.index(answers[question]) + 1 for question, known in choices]
    return bytes(numbers).ljust(LENGTH, b"\0")


def unpack(choices: Choices, plain: bytes) -> dict[str, str]:
    """{question: answer}. Raises NotReadableError where the bytes are no answers to these questions."""
    if len(plain) != LENGTH or any(not 1 <= n <= len(known) for (_q, known), n in zip(choices, plain, strict=False)):
        raise NotReadableError
    return {question: known[n - 1] for (question, known), n in zip(choices, plain, strict=False)}


def add_up(choices: Choices, every: Iterable[Mapping[str, str]]) -> Counts:
    """How often each answer was given to each question; answers never given are there with 0."""
    counts: Counts = {question: Counter(dict.fromkeys(known, 0)) for question, known in choices}
    for answers in every:
        for question, answer in answers.items():
            counts[question][answer] += 1
    return counts


def fits(choices: Choices) -> bool:
    """Whether these questions fit into a box."""
    return 1 <= len(choices) <= LENGTH and all(1 <= len(known) <= 255 for _question, known in choices)

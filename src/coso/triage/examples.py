"""Labelled messages: those of the product, and how a corrected one is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from coso.triage.reading import DATA
from coso.triage.terms import TOPICS, URGENCIES


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its labels; urgency 0 to 3; `trap` says what makes it look like something else."""

    text: str
    topics: tuple[str, ...]
    urgency: int
    collective: bool
    trap: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a label that is none of ours."""
        unknown = set(self.topics) - set(TOPICS)
        if unknown or not self.topics or self.urgency not in URGENCIES:
            raise ValueError(f"{self.text[:60]}: {sorted(unknown) or self.topics} {self.urgency}")


def example(said: Mapping[str, Any], text: str) -> Example:
    """An example from labels as data files write them. Raises KeyError, ValueError."""
    return Example(text, tuple(said["topics"]), said["urgency"], bool(said["collective"]), said.get("trap") or "")


@cache
def own() -> tuple[Example, ...]:
    """The product's messages, in the order of the files' names."""
    groups = [
        group
        for file in sorted((DATA / "messages").glob("*.yaml"))
        for group in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    return tuple(example(group, text) for group in groups for text in group["texts"])

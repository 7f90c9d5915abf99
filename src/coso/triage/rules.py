"""The dated rules of `data/rules.yaml`: what the words of several lists say together."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from coso.lib import clock
from coso.triage.reading import DATA


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where a message has a word of one list of each choice in `all`, and none of a list in `unless`."""

    key: str
    since: dt.date
    until: dt.date
    all: tuple[tuple[str, ...], ...]
    unless: frozenset[str]

    def words(self, seen: Mapping[str, str]) -> str | None:
        """The words that make it hold, None where it does not. `seen`: the words found of each list."""
        if not self.unless.isdisjoint(seen):
            return None
        chosen = [next((key for key in choice if key in seen), None) for choice in self.all]
        return None if None in chosen else " … ".join(dict.fromkeys(seen[key] for key in chosen if key))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, also those that hold no more."""
    return tuple(
        Rule(
            key,
            said["since"],
            said.get("until", dt.date.max),
            tuple(tuple(choice) for choice in said["all"]),
            frozenset(said["unless"]),
        )
        for key, said in yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8"))["rules"].items()
    )


def holding(seen: Mapping[str, str], day: dt.date | None = None) -> dict[str, str]:
    """The rules of a day (today) that hold, with the words that make them hold."""
    day = day or clock.today()
    return {
        rule.key: words
        for rule in rules()
        if rule.since <= day < rule.until and (words := rule.words(seen)) is not None
    }

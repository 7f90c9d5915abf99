"""What an amendment changes: clauses of two versions matched by what they promise, then by where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from coso.agreements.clauses import Clause
from coso.lib.text import fold

NUMBER = ("value", "value_max", "unit", "per")


@dataclass(frozen=True, slots=True)
class Change:
    """A clause of the old version beside that of the new one; `old` None: added, `new` None: left out.

    `fields` names what differs: "number", "wording", "verdict", "place"; nothing where the clause stayed as it was.
    """

    old: Clause | None
    new: Clause | None
    fields: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything differs besides the number of the article."""
        return self.old is None or self.new is None or bool(set(self.fields) - {"place"})


def changes(old: Iterable[Clause], new: Iterable[Clause]) -> list[Change]:
    """Every clause of both versions once, matched, in the order of the new version; what was left out stands last."""
    left = list(old)
    found: list[Change] = []
    for clause in new:
        partner = max(left, key=lambda each: _likeness(each, clause), default=None)
        if partner is None or _likeness(partner, clause) < (True,):
            found.append(Change(None, clause))
            continue
        left.remove(partner)
        found.append(Change(partner, clause, _differing(partner, clause)))
    return found + [Change(clause, None) for clause in left]


def _likeness(one: Clause, other: Clause) -> tuple[bool, ...]:
    """Kind first; then unit, place and number. A clause of another topic is no partner."""
    return (
        one.topic == other.topic,
        one.kind == other.kind,
        one.unit == other.unit,
        (one.article, one.clause) == (other.article, other.clause),
        one.value == other.value,
    )


def _differing(one: Clause, other: Clause) -> tuple[str, ...]:
    tests = {
        "number": any(getattr(one, name) != getattr(other, name) for name in NUMBER),
        "wording": fold(one.quote) != fold(other.quote),
        "verdict": one.verdict != other.verdict,
        "place": (one.article, one.clause) != (other.article, other.clause),
    }
    return tuple(name for name, differs in tests.items() if differs)

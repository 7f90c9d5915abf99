"""Rows that proofs are about, as the rooms declare them in `proof_subjects.py`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from django.db.models import QuerySet

from coso.access.models import Account, Journaled
from coso.access.permissions import by_key
from coso.register.models import Unit


@dataclass(frozen=True)
class Provable(ABC):
    """A row that proofs are about, with who may add and withdraw them. `key` is the table of its `model`."""

    key: ClassVar[str]
    model: ClassVar[type[Journaled]]

    row: Any

    @property
    @abstractmethod
    def unit(self) -> Unit:
        """The unit whose matter it is, through which its proofs are seen."""

    @property
    @abstractmethod
    def entry(self) -> Mapping[str, Any]:
        """The subject, and where there is one the reason, of an entry of the journal about its proofs."""

    @abstractmethod
    def hold(self) -> Self:
        """The row as it stands now, locked after what it belongs to. Raises StaleError if it is gone."""

    @abstractmethod
    def require(self, by: Account | None, kind: str) -> None:
        """Raises ForbiddenError or RefusedError unless the actor may add or withdraw this kind of proof now."""

    @abstractmethod
    def most_files(self) -> int:
        """How many files it may carry: a dated parameter."""

    @abstractmethod
    def beside(self) -> QuerySet:
        """The keys of the rows whose files may prove it as well, itself among them."""


@cache
def provables() -> Mapping[str, type[Provable]]:
    """The kinds of rows that proofs may be about, by table. Raises ValueError on a doubled key."""
    return by_key("proof_subjects", "PROOF_SUBJECTS")

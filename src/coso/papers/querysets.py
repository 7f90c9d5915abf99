"""What can be read of papers and proofs."""

from collections.abc import Iterable
from typing import Any, Self

from coso.register.querysets import SeenQuerySet


class ProofQuerySet(SeenQuerySet):
    """Proofs."""

    def standing(self) -> Self:
        """The proofs that were not withdrawn."""
        return self.filter(ended_on=None)

    def about(self, kind: str, subjects: Iterable[Any]) -> Self:
        """The proofs of some rows of a table; `subjects` are their keys, or a query of them."""
        return self.filter(subject_kind=kind, subject__in=subjects)

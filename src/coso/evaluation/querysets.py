"""What can be read of the grading year."""

from typing import Self

from coso.register.querysets import SeenQuerySet


class SheetQuerySet(SeenQuerySet):
    """Score sheets."""

    sight = "unit__path"


class LineQuerySet(SeenQuerySet):
    """Lines of sheets."""

    sight = "sheet__unit__path"


class ProofQuerySet(SeenQuerySet):
    """Proofs of lines."""

    sight = "line__sheet__unit__path"

    def standing(self) -> Self:
        """The proofs that were not withdrawn."""
        return self.filter(ended_on=None)


class PetitionQuerySet(SeenQuerySet):
    """Petitions about results."""

    sight = "sheet__unit__path"


class PollQuerySet(SeenQuerySet):
    """Polls and meetings."""

    sight = "sheet__unit__path"


class PaperCountQuerySet(SeenQuerySet):
    """Counts of paper ballots."""

    sight = "poll__sheet__unit__path"

"""What can be read of the grading year."""

import datetime as dt
from typing import Self

from django.db.models import Q

from coso.lib.paths import branch_end
from coso.register.querysets import SeenQuerySet


class SheetQuerySet(SeenQuerySet):
    """Score sheets."""

    sight = "unit__path"

    def standing(self, path: str, day: dt.date) -> Self:
        """The sheets of the unions that stood in a branch on a day."""
        at = "unit__places__"
        within = {
            f"{at}path__gte": path,
            f"{at}path__lt": branch_end(path),
            f"{at}start__lte": day,
            f"{at}end__gt": day,
        }
        return self.filter(Q(**within))


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

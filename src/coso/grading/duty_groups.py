"""What is owed in a round, step by step, called to account by managing union."""

import datetime as dt
import uuid
from typing import Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account
from coso.duties.groups import DutyGroup, Owner
from coso.grading.chain import KINDS, ROUND, SUPPLEMENT
from coso.grading.models import Round, Sheet
from coso.grading.services.guards import managing_units
from coso.grading.services.rows import lock_round
from coso.register.models import Unit


class OfRound(DutyGroup):
    """The duties about the sheets of a round."""

    key = "late"
    permission = "grading.appraise"
    reminding = "duty.remind"
    kinds = (*(kind.duty for kind in KINDS.values()), SUPPLEMENT)
    model = Sheet
    owners = _("Managing union")

    row: Round

    @classmethod
    def find(cls, key: uuid.UUID) -> Self:
        """The round; whoever sees none of its sheets is told so by the page."""
        return cls(get_object_or_404(Round.objects.select_related("unit"), pk=key))

    @property
    def unit(self) -> Unit:
        """The unit of the round."""
        unit: Unit = self.row.unit
        return unit

    @property
    def back(self) -> str:
        """The page of the round."""
        return reverse("round", args=[self.row.pk])

    @property
    def more_time(self) -> str:
        """Where a whole branch gets a later day."""
        return reverse("extend_branch", args=[self.row.pk])

    def subjects(self, user: Account) -> QuerySet[Sheet]:
        """The sheets of the round in the branches where somebody appraises."""
        return Sheet.objects.visible_to(user, self.permission).filter(round=self.row)

    def owner(self, subjects: QuerySet, day: dt.date) -> Owner:
        """The unit of the round at its own steps, else the managing union of the sheet's."""
        of = dict(subjects.values_list("id", "unit_id"))
        above = managing_units(set(of.values()), day)
        central = {kind.duty for kind in KINDS.values() if kind.actor == ROUND}
        return lambda kind, sheet: self.row.unit_id if kind in central else above[of[sheet]]

    def hold(self) -> None:
        """Locks the round."""
        lock_round(self.row.pk)


DUTY_GROUPS = [OfRound]

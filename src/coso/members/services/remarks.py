"""Remarks of group leaders on the lists of their groups: each is a duty of the union until it is handled."""

import datetime as dt
from typing import Self

from django.utils.translation import gettext_lazy as _

from coso.access.journal import held
from coso.law import parameter
from coso.lib import clock
from coso.register.models import Unit
from coso.register.querysets import UnitQuerySet
from coso.requests.outcomes import Outcome
from coso.requests.registry import RequestKind


class GroupRemark(RequestKind):
    """What is not right in the list of a group, as whoever leads it says: the committee mends it, or says why not."""

    key = "members.group_remark"
    vi, en = "Xem lại danh sách tổ theo ý tổ trưởng", "Look at a group's list again, as its leader says"
    title = _("Remark on the list of a group")
    page = "group_remark"
    model = Unit
    see, asks, answers = "people.see", "people.confirm", "people.change"
    asking, answering = "group.confirm", "group.answer"
    alone = False
    outcomes = {
        "mended": Outcome(_("The list is put right"), "green", "check"),
        "kept": Outcome(_("The list stays as it is"), "", "check"),
    }
    template = "members/remark.html"

    row: Unit

    @classmethod
    def rows(cls) -> UnitQuerySet:
        """Units."""
        return Unit.objects.all()

    def hold(self) -> Self:
        """The group, locked."""
        return type(self)(held(Unit.objects.all(), self.row.pk))

    @property
    def unit(self) -> Unit:
        """The group."""
        return self.row

    @property
    def owes(self) -> Unit:
        """The union in which the group is; the group itself where there is none."""
        today = clock.today()
        place = self.row.places.filter(start__lte=today, end__gt=today).first()
        return Unit.objects.get(pk=place.base) if place and place.base else self.row

    def answer_days(self, day: dt.date) -> int:
        """How many days the committee has."""
        return int(parameter("members.remark_days").at(day).number)

    def check(self) -> None:
        """Something can be said about every group."""

"""Numbers of members, kept because counting a province takes longer than all the rest of its page."""

from django.db import models

from coso.lib.dates import FOREVER
from coso.register.models.units import Unit


class MemberCount(models.Model):
    """Derived from memberships, never edited: how many last that stand directly in a unit.

    `last` is the last day on which one began or ended: from then on the number holds, before it is counted anew.
    """

    unit = models.OneToOneField(
        Unit, models.DO_NOTHING, primary_key=True, related_name="member_count", db_constraint=False
    )
    n = models.PositiveIntegerField(default=0)
    last = models.DateField(default=FOREVER)

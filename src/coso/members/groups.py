"""The list of a group, which its leader confirms: it is the one thing only she knows."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.journal import Act, act
from coso.access.models import Account, Action
from coso.access.refusals import RefusedError
from coso.lib import clock
from coso.lib.text import legible
from coso.members.filters import LACKS
from coso.members.services.remarks import GroupRemark
from coso.register.models import Person, Unit
from coso.register.querysets import branches
from coso.register.services.guards import lock, require
from coso.register.visibility import posts_of
from coso.requests.models import Request
from coso.requests.services import write_request

VERB, CONFIRM, LEADER = "group.confirm", "people.confirm", "group_leader"
LONGEST_NOTE = 500
REMARKS = 5  # the newest of a group that its page shows


@dataclass(frozen=True)
class GroupList:
    """The people of a group today in the order of names, who lacks a detail, its last confirmation, remarks."""

    people: list[Person]
    lacking: int
    confirmed: Action | None
    remarks: list[Request]

    @property
    def open(self) -> list[Request]:
        """The remarks that the committee has not handled."""
        return [each for each in self.remarks if each.is_open]

    @property
    def mark(self) -> str:
        """Stands for exactly these people: a page that was read before somebody came or went has another one."""
        return _mark(self.people)


def groups_led(user: Account) -> list[Unit]:
    """The groups that somebody leads today."""
    paths = [path for post, path in posts_of(user) if post == LEADER]
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


def people_of_group(group: Unit, day: dt.date) -> QuerySet[Person]:
    """Who is a member in a group on a day."""
    here = Unit.objects.filter(branches("path", [group.path])).values("pk")
    during = {"memberships__start__lte": day, "memberships__end__gt": day}
    return Person.objects.filter(memberships__unit__in=here, **during).order_by("sort_key", "id")


def group_list(group: Unit) -> GroupList:
    """The list of a group as it stands today; four queries."""
    people = people_of_group(group, clock.today())
    lack = Q()
    for _text, each in LACKS.values():
        lack |= each
    noted = Action.objects.filter(unit=group.pk, verb=VERB, undone_by=None).order_by("-at")
    remarks = list(GroupRemark.about(group.pk)[:REMARKS])
    return GroupList(list(people), people.filter(lack).count(), noted.first(), remarks)


def _mark(people: list[Person]) -> str:
    return hashlib.sha256("".join(sorted(str(each.pk) for each in people)).encode()).hexdigest()


def confirm_group(*, group: Unit, shown: str, note: str = "", by: Account | None) -> Act:
    """Notes that the list of a group is right, or what is not: that is a duty of the union until it is handled.

    Raises RefusedError where the list changed.
    """
    require(by, CONFIRM, group)
    people = list(people_of_group(group, clock.today()))
    said = ngettext("{n} member", "{n} members", len(people)).format(n=len(people))
    remark = legible(note)[:LONGEST_NOTE]
    reason = f"{said}. {remark}".strip()
    with act(by=by, verb="group.confirm", unit=group.id, subject=group, reason=reason) as a:
        lock([group.id])
        if shown != _mark(list(people_of_group(group, clock.today()))):
            raise RefusedError(_("The list changed while you were reading it. Look at it once more."))
        if remark:
            write_request(a, GroupRemark(group).hold(), remark, by)
    return a

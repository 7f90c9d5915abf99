"""Which members a page is about: everything stands in the address."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account
from coso.access.prepared import prepared
from coso.access.requests import Request
from coso.lib.identity import read_phone
from coso.lib.paths import LABEL, branch_end
from coso.lib.text import fold
from coso.lists.listing import Filter, Listing, Search
from coso.lists.reading import Asked
from coso.members.columns import COLUMNS, CONTACT, NAME, SEE, Column, Eyes
from coso.members.reads import groups_in, members_on, rows_of
from coso.register.kinds import posts, states
from coso.register.models import Appointment, Membership, MembershipState, Person, Unit
from coso.register.querysets import People, branches, people_of
from coso.register.reads import place_on
from coso.register.visibility import Reach, may, reach

WOMEN, MEN = "nu", "nam"
ANY = "co"
LACKS = {
    "born": (_("No date of birth"), Q(born=None)),
    "sex": (_("No sex"), Q(female=None)),
    "id": (_("No 12-digit ID number"), Q(id_look=None)),
    "phone": (_("No phone"), Q(phone="")),
    "card": (_("No card number"), Q(card="")),
}
ALIKE = 200


def _filters(user: Account, day: dt.date, groups: Sequence[tuple[str, str]]) -> Iterator[Filter]:
    """The filters above the list."""
    seen = reach(user, SEE)

    def today(people: People) -> People:
        """Details of today are told of those whom the reader sees today."""
        return people if seen.everything else people_of(people, "home", branches("path", seen.paths))

    sexes = [("", _("Women and men")), (WOMEN, _("Women only")), (MEN, _("Men only"))]
    yield Filter("gt", _("Sex"), sexes, lambda people, sex: today(people).filter(female=sex == WOMEN))
    if groups:
        choices = [("", _("All groups")), *groups]
        yield Filter("to", _("Union group"), choices, lambda people, code: people.filter(_in_group(code, day)))
    lacks = [("", _("All records")), *((key, text) for key, (text, _lack) in LACKS.items())]
    yield Filter("thieu", _("Missing details"), lacks, lambda people, lack: today(people).filter(LACKS[lack][1]))
    held = [
        ("", _("With or without a post")),
        (ANY, _("Any post")),
        *((key, str(post)) for key, post in posts().items()),
    ]
    yield Filter("cv", _("Posts"), held, lambda people, post: today(people).filter(_in_post(post, day)))
    away = [(key, str(state)) for key, state in states().items()]
    known = [("", _("In any state")), (ANY, _("Away for a time")), *away]
    yield Filter("tt", _("State"), known, lambda people, state: people.filter(_in_state(state, day)))


def _in_group(code: str, day: dt.date) -> Exists:
    """Who is a member in a group on a day."""
    return Exists(Membership.objects.on(day).filter(person=OuterRef("pk"), unit__code=code))


def _in_state(state: str, day: dt.date) -> Exists:
    """Whose membership is in a state, or in any, on a day."""
    lasts = MembershipState.objects.on(day).filter(membership__person=OuterRef("pk"))
    return Exists(lasts if state == ANY else lasts.filter(state=state))


def _in_post(post: str, day: dt.date) -> Exists:
    """Who holds a post, or any, on a day."""
    held = Appointment.objects.on(day).filter(person=OuterRef("pk"))
    return Exists(held if post == ANY else held.filter(seat__post=post))


@dataclass(frozen=True)
class Selection:
    """The members that a reader asked for. `then`: whether the unit stood on that day."""

    day: dt.date
    unit: Unit | None
    asked: Asked
    then: bool = True

    def people(self) -> QuerySet[Person]:
        """The people, in no order."""
        return cast("QuerySet[Person]", self.asked.rows_asked)

    def total(self) -> dict[str, int]:
        """How many there are, and how many women."""
        counted: dict[str, int] = self.people().aggregate(n=Count("pk"), women=Count("pk", filter=Q(female=True)))
        return counted


def _units(seen: Reach, unit: Unit | None, day: dt.date) -> Q | None:
    """The units that the reader sees today and that stood in the branch on the day; None is no condition."""
    inside = _inside(unit, day) if unit and len(unit.path) > LABEL else None
    if seen.everything:
        return inside
    within = branches("path", seen.paths)
    return within & inside if inside else within


def _place(unit: Unit, day: dt.date) -> str:
    """The path of a unit on a day; empty if it did not stand."""
    place = place_on.first(unit.pk, day)
    return place.path if place else ""


def _inside(unit: Unit, day: dt.date) -> Q:
    """The units that stood in a branch on a day; of a branch that did not stand, those in it today."""
    path = _place(unit, day)
    if not path:
        return branches("path", [unit.path])
    return Q(places__path__gte=path, places__path__lt=branch_end(path), places__start__lte=day, places__end__gt=day)


def search(user: Account, text: str) -> Q:
    """People whose card, code or phone is this; else those whose name has words that begin so.

    A phone finds only people of whom the reader may see it: nobody is found out by guessing. Numbers of identity
    papers are never looked up from an address; `holders` does, from a form that is posted.
    """
    numbered = _numbered(user, text) if any(map(str.isdigit, text)) else []
    if numbered:
        return Q(pk__in=numbered)
    found = Q()
    # The longest word first: it leaves the fewest to ask for the others. All are read from the index of the order.
    for word in sorted(fold(text).split(), key=len, reverse=True):
        found &= Q(name_key__startswith=word) | Q(name_key__contains=f" {word}")
    return found


def _numbered(user: Account, text: str) -> list[uuid.UUID]:
    """Looked up one kind of number after the other, each by its index: all in one condition would read everybody."""
    phone = read_phone(text)
    asked = [(SEE, Q(card=text)), (SEE, Q(code=text.upper()))]
    if phone.value:
        asked.append((CONTACT, Q(phone=phone.value)))
    return [key for permission, number in asked for key in _among(user, permission, number)]


def _among(user: Account, permission: str, number: Q) -> Iterable[uuid.UUID]:
    found = Person.objects.filter(number).select_related("home")[:ALIKE]
    seen = reach(user, permission)
    return [p.pk for p in found if seen.everything or (p.home and seen.covers(p.home.path))]


def top_unit(user: Account, permission: str) -> Unit | None:
    """The unit a reader stands at; None for somebody with posts in several branches."""
    paths = reach(user, permission).paths
    return _at.first(paths[0]) if len(paths) == 1 else None


@prepared
def _at(path: str) -> QuerySet[Unit]:
    return Unit.objects.filter(path=path)


def selection(request: Request) -> Selection:
    """What the address asks for. Raises Http404 for a unit that the reader does not see."""
    return select(request.user, request.GET, request.day)


def select(user: Account, asked: QueryDict, day: dt.date) -> Selection:
    """What a reader asks for on a day. Raises Http404 for a unit that the reader does not see."""
    seen = reach(user, SEE)
    if not seen.paths:
        raise Http404
    if code := asked.get("dv"):
        unit: Unit | None = get_object_or_404(Unit.objects.visible_to(user, SEE), code=code)
    else:
        unit = top_unit(user, SEE)
    then = unit is None or bool(_place(unit, day))
    rows = members_on(day, _units(seen, unit, day)).select_related("home")
    listing = members_list(user, rows, unit, day)
    return Selection(day, unit, Asked(listing, asked), then)


def members_list(user: Account, rows: QuerySet[Person], unit: Unit | None, day: dt.date) -> Listing:
    """The list of some people as members on a day, in the order of tên, đệm, họ."""
    eyes = Eyes(user)
    name = replace(NAME, link=lambda m: reverse("person", args=[m.person.code]) if eyes.may(SEE, m) else "")
    return Listing(
        title=_("Members"),
        rows=rows,
        order=("sort_key", "id"),
        columns=(name, *COLUMNS[1:]),
        filters=tuple(_filters(user, day, groups_in(unit, day))),
        search=Search(_("Name, card, phone"), lambda people, words: people.filter(search(user, words))),
        dress=lambda people: rows_of(people, day),
        may=lambda permission: may(user, permission),
        reading=lambda column: eyes.reading(cast("Column", column)),
        counted=False,
        excel="doan-vien",
        excel_at=reverse("members_excel"),
        foot=_("In the order of given name, middle name, family name"),
        snug=True,
        by_first=True,
    )

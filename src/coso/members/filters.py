"""Which members a page is about: everything stands in the address."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account
from coso.access.requests import Request
from coso.lib.identity import read_phone
from coso.lib.paths import LABEL, branch_end
from coso.lib.text import fold
from coso.members.columns import CONTACT, SEE
from coso.members.reads import groups_in, members_on
from coso.register.forms import choose
from coso.register.kinds import posts, states
from coso.register.models import Appointment, MembershipState, Person, Unit
from coso.register.querysets import branches, people_of
from coso.register.sight import Reach, reach

WOMEN, MEN = "nu", "nam"
ANY = "co"
LACKS = {
    "born": (_("No date of birth"), Q(born=None)),
    "sex": (_("No sex"), Q(female=None)),
    "id": (_("No 12-digit ID number"), Q(id_look=None)),
    "phone": (_("No phone"), Q(phone="")),
    "card": (_("No card number"), Q(card="")),
}
OF_TODAY = ("gt", "thieu", "cv")  # told of those whom the reader sees today
NARROWING = ("q", "gt", "to", "thieu", "cv", "tt")
ALIKE = 200


class FilterForm(forms.Form):
    """The filters above the list."""

    q = forms.CharField(label=_("Name, card, phone"), max_length=100, required=False)
    gt = forms.ChoiceField(label=_("Sex"), required=False)
    to = forms.ChoiceField(label=_("Union group"), required=False)
    thieu = forms.ChoiceField(label=_("Missing details"), required=False)
    cv = forms.ChoiceField(label=_("Posts"), required=False)
    tt = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, asked: QueryDict, groups: list[tuple[str, str]]) -> None:
        super().__init__(asked)
        for name in NARROWING[1:]:
            self.fields[name].widget.attrs["class"] = "form-select"
        choose(self, "gt", [("", _("Women and men")), (WOMEN, _("Women only")), (MEN, _("Men only"))])
        choose(self, "to", [("", _("All groups")), *groups])
        choose(self, "thieu", [("", _("All records")), *((key, text) for key, (text, _lack) in LACKS.items())])
        held = [(key, str(post)) for key, post in posts().items()]
        choose(self, "cv", [("", _("With or without a post")), (ANY, _("Any post")), *held])
        known = [(key, str(state)) for key, state in states().items()]
        choose(self, "tt", [("", _("In any state")), (ANY, _("Away for a time")), *known])
        self.has_groups = bool(groups)

    def said(self, name: str) -> str:
        """What was asked; nothing if it makes no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


@dataclass(frozen=True)
class Selection:
    """The members that a reader asked for, and the words to say so. `then`: whether the unit stood on that day."""

    user: Account
    day: dt.date
    seen: Reach
    unit: Unit | None
    form: FilterForm
    then: bool = True

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.form.said("q").strip()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the unit was asked for."""
        return any(self.form.said(name) for name in NARROWING)

    def people(self) -> QuerySet[Person]:
        """The people, in no order."""
        found = members_on(self.day, self._units())
        if not self.seen.everything and any(self.form.said(name) for name in OF_TODAY):
            found = people_of(found, "home", branches("path", self.seen.paths))
        if sex := self.form.said("gt"):
            found = found.filter(female=sex == WOMEN)
        if lack := self.form.said("thieu"):
            found = found.filter(LACKS[lack][1])
        if post := self.form.said("cv"):
            found = found.filter(self._in_post(post))
        if state := self.form.said("tt"):
            found = found.filter(self._in_state(state))
        return found.filter(search(self.user, self.words)) if self.words else found

    def _in_state(self, state: str) -> Exists:
        """Whose membership is in a state, or in any, on the day."""
        lasts = MembershipState.objects.on(self.day).filter(membership__person=OuterRef("pk"))
        return Exists(lasts if state == ANY else lasts.filter(state=state))

    def _in_post(self, post: str) -> Exists:
        """Who holds a post, or any, on the day."""
        held = Appointment.objects.on(self.day).filter(person=OuterRef("pk"))
        return Exists(held if post == ANY else held.filter(seat__post=post))

    def total(self) -> dict[str, int]:
        """How many there are, and how many women."""
        counted: dict[str, int] = self.people().aggregate(n=Count("pk"), women=Count("pk", filter=Q(female=True)))
        return counted

    def _units(self) -> Q | None:
        """The units that the reader sees today and that stood in the branch on the day; None is no condition."""
        inside = _inside(self.unit, self.day) if self.unit and len(self.unit.path) > LABEL else None
        if group := self.form.said("to"):
            inside = (inside or Q()) & Q(code=group)
        if self.seen.everything:
            return inside
        seen = branches("path", self.seen.paths)
        return seen & inside if inside else seen


def _place(unit: Unit, day: dt.date) -> str:
    """The path of a unit on a day; empty if it did not stand."""
    found = unit.places.filter(start__lte=day, end__gt=day).values_list("path", flat=True).first()
    return found or ""


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
    return Unit.objects.filter(path=paths[0]).first() if len(paths) == 1 else None


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
    form = FilterForm(asked, groups_in(unit, day))
    then = unit is None or bool(_place(unit, day))
    return Selection(user, day, seen, unit, form, then)

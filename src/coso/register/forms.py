"""Forms of the organisation."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField, ListForm
from coso.access.models import Account
from coso.access.stale import Conflict, SeenForm
from coso.lib import clock
from coso.register.choices import parents_of
from coso.register.granting import find_known, posts_to_grant
from coso.register.kinds import kinds, posts, sectors
from coso.register.models import Appointment, Nomination, Person, Portfolio, Seat, Unit, UnitVersion
from coso.register.services.guards import OUT_OF_SIGHT
from coso.register.services.nominations import nominate
from coso.register.services.seats import appoint
from coso.register.visibility import may


def kind_choices(parent: str, day: dt.date) -> list[tuple[str, str]]:
    """The kinds that may be founded under a kind on a day."""
    return [(key, str(kind)) for key, kind in kinds().items() if parent in kind.parents and kind.allowed(day)]


def sector_choices() -> list[tuple[str, str]]:
    """All sectors, none first."""
    return [("", "–"), *((key, str(sector)) for key, sector in sectors().items())]


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, object]]) -> None:
    """Gives a field of a form its choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(key, str(text)) for key, text in choices]


class FoundForm(forms.Form):
    """A new unit under another."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    day = DayField(label=_("From"))
    code = forms.CharField(
        label=_("Code"), max_length=30, required=False, help_text=_("Leave empty to have one given.")
    )
    reason = forms.CharField(label=_("Decision or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, parent: UnitVersion, user: Account, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may(user, "units.import"):  # a code that is taken would tell of a unit out of sight
            del self.fields["code"]
        choose(self, "kind", kind_choices(parent.kind, today))
        choose(self, "sector", sector_choices())
        self.fields["day"].initial = today


class ChangeForm(SeenForm):
    """What changes in a unit from a day; only what differs is written."""

    compared = ("name", "parent", "sector", "state")
    day = DayField(label=_("From"), help_text=_("The day from which it holds; it may lie in the past."))
    name = forms.CharField(label=_("Name"), max_length=200)
    parent = forms.ChoiceField(
        label=_("Upper unit"), error_messages={"invalid_choice": _("No unit of yours has this code.")}
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("active", _("Active")), ("dormant", _("Dormant, to be dissolved"))]
    )
    reason = forms.CharField(label=_("Decision or reason"), max_length=300)

    def __init__(self, *args: Any, version: UnitVersion, user: Account, today: dt.date, **options: Any) -> None:
        self.version = version
        self.user = user
        start = {"name": version.name, "sector": version.sector, "state": version.state, "day": today}
        start["parent"] = version.parent.code if version.parent else ""
        super().__init__(*args, **{**options, "initial": start})
        self.watch([version])
        choose(self, "sector", sector_choices())
        if version.parent is None:
            del self.fields["parent"]
        else:
            choose(self, "parent", parents_of(user, version))

    def clean_parent(self) -> Unit | None:
        """The upper unit chosen: the one it has, or one within what the reader may change."""
        code: str = self.cleaned_data["parent"]
        now: Unit | None = self.version.parent
        if now and code == now.code:
            return now
        found: Unit | None = Unit.objects.visible_to(self.user, "units.change").filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("No unit of yours has this code."))
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that differ from those of today."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.compared}

    @property
    def change(self) -> dict[str, Any]:
        """What the service takes."""
        return {"facts": self.facts, "day": self.cleaned_data["day"], "reason": self.cleaned_data["reason"]}


class ManagerForm(SeenForm):
    """From which day on somebody is a manager of the workplace, or is none."""

    day = DayField(label=_("From"))


class EndForm(SeenForm):
    """Ending something from a day."""

    day = DayField(label=_("Ended from"), help_text=_("The first day on which it no longer is."))
    reason = forms.CharField(label=_("Decision or reason"), max_length=300)


class EndUnitForm(EndForm):
    """Ending a unit, alone or into an heir; `shown` carries what the preview showed."""

    heir = forms.CharField(
        label=_("Taken in by"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        help_text=_("The code of the unit that goes on with what this one had; leave it empty if there is none."),
    )
    workplaces = forms.BooleanField(label=_("Its workplaces go to that unit too"), required=False, initial=True)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    field_order = ("day", "heir", "workplaces", "reason")

    def __init__(self, *args: Any, version: UnitVersion, user: Account, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.watch([version])
        self.fields["day"].initial = today
        if kinds()[version.kind].level != "base":
            del self.fields["workplaces"]

    def clean_heir(self) -> Unit | None:
        """The unit of the code typed, within what the reader may change."""
        code = self.cleaned_data["heir"].strip()
        found = Unit.objects.visible_to(self.user, "units.change").filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("No unit of yours has this code."))
        return found

    @property
    def shown_before(self) -> str:
        """The fingerprint of the preview that was read; empty before it."""
        return str(self.cleaned_data.get("shown", ""))


class SearchForm(forms.Form):
    """A search by name, code or commune."""

    q = forms.CharField(label=_("Name, code or commune"), max_length=100, required=False)


class AppointForm(SeenForm):
    """Somebody known, by the code of the person, in a seat of a unit."""

    person = forms.CharField(
        label=_("Code of the person"), max_length=12, help_text=_("It stands on the person's page.")
    )
    post = forms.ChoiceField(label=_("Post"))
    manner = forms.ChoiceField(label=_("Manner"))
    day = DayField(label=_("From"))
    until = DayField(
        label=_("Until"), required=False, help_text=_("Only for a provisional appointment: the day from which it ends.")
    )
    document = forms.CharField(label=_("Decision"), max_length=120, required=False)

    elsewhere = forms.BooleanField(
        label=_("Somebody of another union: ask that union to agree"),
        required=False,
        help_text=_("Only where the code is of nobody in your sight. The appointment holds once that union agrees."),
    )

    def __init__(self, *args: Any, unit: Unit, kind: str, user: Account, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit, self.user = unit, user
        self.known: Person | None = None
        self.watch(Appointment.objects.filter(seat__unit=unit))
        choose(self, "post", [(post.key, post) for post in posts_to_grant(user, unit, kind)])
        choose(self, "manner", MANNERS)
        self.fields["day"].initial = today

    def clean(self) -> dict[str, Any] | None:
        """The person of the code typed, if in sight; a stranger's code is answered like one of nobody."""
        out = super().clean()
        self.known = find_known(self.user, self.cleaned_data.get("person", ""))
        if self.cleaned_data.get("person") and self.known is None and not self.cleaned_data.get("elsewhere"):
            self.add_error("person", OUT_OF_SIGHT)
        return out

    def differing(self) -> Iterable[Conflict]:
        """Who sits in the post now, beside whom the form names."""
        held = Appointment.objects.on(clock.today()).filter(seat__unit=self.unit, seat__post=self["post"].value())
        names = ", ".join(held.order_by("seat__n").values_list("person__name", flat=True))
        yield Conflict(str(posts().get(self["post"].value(), "")), names, str(self["person"].value()))

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        taken = ("post", "manner", "day", "until", "document")
        return {name: self.cleaned_data[name] for name in taken if self.cleaned_data[name] is not None}

    def deed(self) -> Appointment | Nomination:
        """Appoints, or names where another account has to confirm. Raises RefusedError."""
        facts = {"unit": self.unit, "by": self.user, **self.facts}
        if self.known and not posts()[facts["post"]].second:
            return appoint(person=self.known, **facts)
        return nominate(code=self.cleaned_data["person"], **facts)


MANNERS = [
    ("elected", _("Elected")),
    ("appointed", _("Appointed")),
    ("provisional", _("Provisional")),
    ("recognised", _("Recognised")),
]


class SeatField(forms.ModelChoiceField):
    """A seat by its post and holder."""

    def label_from_instance(self, obj: Seat) -> str:
        held = obj.appointments.filter(end__gt=clock.today()).select_related("person").first()
        return f"{posts()[obj.post]} {obj.n}: {held.person.name if held else '–'}"


class UnitsForm(ListForm):
    """A list of units in a file."""

    day = DayField(
        label=_("As of"), help_text=_("From this day on hold the facts of units that have no founding day in the file.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today()


class HandOverForm(SeenForm):
    """To whom the ticked unions go, and from which day."""

    seat = SeatField(label=_("To the officer"), queryset=Seat.objects.none())
    day = DayField(label=_("From"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, unit: Unit, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.watch(Portfolio.objects.filter(unit__in=UnitVersion.objects.on(today).filter(parent=unit).values("unit")))
        field = self.fields["seat"]
        if isinstance(field, forms.ModelChoiceField):
            officers = ("provincial_leader", "provincial_specialist", "managing_officer")
            field.queryset = Seat.objects.filter(unit=unit, post__in=officers, end__gt=today).order_by("post", "n")
        self.fields["day"].initial = today

"""Forms of members: a person's details, joining, leaving, moving; sending a list."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField, ListForm
from coso.access.models import Account
from coso.access.stale import SeenForm
from coso.lib import clock
from coso.lib.dates import show_day
from coso.lib.identity import Kind, read_id, read_phone
from coso.members.filters import MEN, WOMEN
from coso.members.importing import MEMBERS, WORKERS
from coso.members.roster import read_day
from coso.register.forms import choose
from coso.register.kinds import movements
from coso.register.models import Person, Unit


class UnitField(forms.CharField):
    """A unit by its code, within what the reader may change; the form gives it the reader."""

    def __init__(self, **options: Any) -> None:
        self.user: Account | None = None
        widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, help_text=_("The code of the unit."), **options)

    def clean(self, value: Any) -> Any:
        """The unit of the code typed."""
        code = super().clean(value)
        known = Unit.objects.visible_to(self.user, "people.change") if self.user else Unit.objects.none()
        found = known.filter(code=code).first()
        if code and found is None:
            raise ValidationError(_("No unit of yours has this code."))
        return found


class ForUser(forms.Form):
    """A form that names units of the reader."""

    def __init__(self, *args: Any, user: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.user = user


class PersonForm(forms.Form):
    """The details of a person."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    female = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "–"), (WOMEN, _("Woman")), (MEN, _("Man"))]
    )
    born = forms.CharField(
        label=_("Date of birth"), max_length=20, required=False, help_text=_("As 12/05/1990, or only the year.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    position = forms.CharField(label=_("Job"), max_length=120, required=False)
    card = forms.CharField(label=_("Card number"), max_length=20, required=False)
    national_id = forms.CharField(
        label=_("National ID"), max_length=20, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    passport = forms.CharField(
        label=_("Passport"),
        max_length=20,
        required=False,
        help_text=_("For foreigners."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_female(self) -> bool | None:
        """True for women, None where not known."""
        return {WOMEN: True, MEN: False}.get(self.cleaned_data["female"])

    def clean_born(self) -> tuple[dt.date, bool] | None:
        """The day of birth, and whether it is more than a year."""
        text = self.cleaned_data["born"].strip()
        found = read_day(text) if text else None
        if text and (found is None or found[0] > clock.today()):
            raise ValidationError(_("Type the day as 12/05/1990, or only the year."))
        return found

    def clean_phone(self) -> str:
        """The number in its one spelling."""
        text = self.cleaned_data["phone"]
        found = read_phone(text).value
        if text and found is None:
            raise ValidationError(_("This is no phone number."))
        return found or ""

    def clean_national_id(self) -> dict[str, str]:
        """The number by the column it belongs to."""
        text = self.cleaned_data["national_id"].strip()
        found = read_id(text)
        if text and (found.value is None or found.kind not in (Kind.NATIONAL, Kind.OLD)):
            raise ValidationError(_("A national ID has 12 digits, an old one 9."))
        return {} if found.value is None else {str(found.kind): found.value}

    def clean_passport(self) -> dict[str, str]:
        """The number of a passport in its one spelling."""
        text = self.cleaned_data["passport"].strip()
        found = read_id(text)
        if text and (found.value is None or found.kind != Kind.PASSPORT):
            raise ValidationError(_("This is no passport number: letters and digits, 6 to 9 signs."))
        return {} if found.value is None else {"passport": found.value}

    @property
    def values(self) -> dict[str, Any]:
        """The details that were changed, as the services take them."""
        said = {name: self.cleaned_data[name] for name in self.changed_data if name in PersonForm.base_fields}
        if "born" in said:
            said["born"], said["born_exact"] = said["born"] or (None, True)
        return {**said, **said.pop("national_id", {}), **(said.pop("passport", None) or {})}


class CorrectForm(SeenForm, PersonForm):
    """Correcting details; a national ID on file is not shown here, only replaced."""

    compared = ("name", "female", "born", "phone", "email", "position", "card")
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        start = {name: getattr(person, name) for name in ("name", "phone", "email", "position", "card")}
        start["female"] = "" if person.female is None else WOMEN if person.female else MEN
        start["born"] = _shown_birth(person)
        super().__init__(*args, **{**options, "initial": start})
        self.watch([person])
        if person.id_look or person.old_id_look:
            self._on_file("national_id")
        if person.passport_look:
            self._on_file("passport")

    def _on_file(self, name: str) -> None:
        """Says in the field that there is a number, and shows none of it."""
        self.fields[name].help_text = _("A number is on file. Leave empty to keep it.")
        self.fields[name].widget.attrs["placeholder"] = _("•••••••••••• (on file)")


def _shown_birth(person: Person) -> str:
    if person.born is None:
        return ""
    return show_day(person.born) if person.born_exact else str(person.born.year)


def _ways(way: str, without: tuple[str, ...] = ()) -> list[tuple[str, object]]:
    return [(key, kind) for key, kind in movements().items() if kind.way == way and kind.offered and key not in without]


class LeaveForm(forms.Form):
    """Ending a membership."""

    kind = forms.ChoiceField(label=_("Why"))
    day = DayField(label=_("Member no longer from"), help_text=_("The first day that no longer counts."))
    reason = forms.CharField(label=_("Decision or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", _ways("out"))
        self.fields["day"].initial = clock.today()

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {"closed": self.cleaned_data["kind"], **{key: self.cleaned_data[key] for key in ("day", "reason")}}


class EraseForm(forms.Form):
    """Blanking somebody's details."""

    reason = forms.CharField(
        label=_("Request or reason"),
        max_length=300,
        help_text=_("The journal keeps it: write neither the name nor a number of the person here."),
    )
    sure = forms.BooleanField(
        label=_("Name, birth, phone and numbers go for good, in the journal too; nothing brings them back.")
    )


class MoveForm(ForUser):
    """Moving to another unit."""

    unit = UnitField(label=_("To the unit"))
    day = DayField(label=_("Moved on"), help_text=_("The first day in the new unit."))
    reason = forms.CharField(label=_("Decision or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today()


class JoinForm(ForUser):
    """Somebody known becomes a member again."""

    unit = UnitField(label=_("Union or group"))
    kind = forms.ChoiceField(label=_("How they came"), initial="rejoined")
    day = DayField(label=_("Member from"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", _ways("in", ("founding",)))
        self.fields["day"].initial = clock.today()

    @property
    def entry(self) -> dict[str, Any]:
        """Where, how and from when somebody is a member, as the services take it."""
        return {"opened": self.cleaned_data["kind"], **{key: self.cleaned_data[key] for key in ("unit", "day")}}


class AddForm(JoinForm, PersonForm):
    """A new person becomes a member; `another` is asked for only where somebody on record may be meant."""

    another = forms.BooleanField(
        label=_("This is another person than the one on record"), required=False, widget=forms.HiddenInput
    )
    field_order = ("unit", "kind", "day", *PersonForm.base_fields)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].initial = "joined"

    def add_error(self, field: str | None, error: Any) -> None:
        """A question about `another` shows its box."""
        super().add_error(field, error)
        if field == "another":
            self.fields["another"].widget = forms.CheckboxInput()


class UploadForm(ForUser, ListForm):
    """A list in a file: of whom, of which unit, as of which day."""

    field_order = ("of", "file", "unit", "day")

    of = forms.ChoiceField(
        label=_("This file is a list of"),
        choices=[(MEMBERS, _("Members")), (WORKERS, _("Workers of the workplace"))],
        widget=forms.RadioSelect,
        help_text=_("A list of workers makes nobody a member: it counts the workers and shows who may be invited."),
    )
    unit = UnitField(label=_("Union or group"))
    day = DayField(label=_("As of"), help_text=_("The day on which the list is right."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today()


class NumberForm(forms.Form):
    """Looking for somebody by the whole number of an identity paper. It is only ever posted."""

    number = forms.CharField(
        label=_("National ID or passport"),
        max_length=20,
        help_text=_("The whole number. It never stands in an address and is not kept; that you looked is."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """The number in its one spelling."""
        found = read_id(self.cleaned_data["number"])
        if found.value is None:
            raise ValidationError(_("A national ID has 12 digits, an old one 9; a passport 6 to 9 signs."))
        return found.value

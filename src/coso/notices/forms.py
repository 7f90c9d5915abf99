"""Forms of notices, rumours and fact cards."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.notices.models import Rumour
from coso.notices.services.facts import Facts
from coso.notices.whom import SIZES, sector_words
from coso.papers.attachments.kinds import ACCEPT
from coso.register.forms import choose
from coso.register.models import Unit

USUAL = dt.timedelta(days=7)
Choices = list[tuple[str, str]]


class NoticeForm(forms.Form):
    """A notice: for whom, what, by when it is to be passed on. `senders` are the units in whose name it can go."""

    unit = forms.ChoiceField(label=_("In the name of"))
    branch = forms.ChoiceField(label=_("To"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    size = forms.ChoiceField(label=_("Size of the union"), required=False)
    title = forms.CharField(label=_("Title"), max_length=160)
    text = forms.CharField(
        label=_("What is to be passed on"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In words that a group leader can read out; the first lines matter most."),
    )
    file = forms.FileField(
        label=_("Attachment"), required=False, max_length=200, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    last = DayField(label=_("Confirm by"), help_text=_("The last day to confirm that it was passed on."))

    def __init__(
        self,
        *args: Any,
        senders: Choices,
        branches: Choices,
        asked: str,
        narrows: bool,
        today: dt.date,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        choose(self, "unit", senders)
        choose(self, "branch", branches)
        self.fields["branch"].initial = asked
        self.fields["last"].initial = today + USUAL
        if len(senders) == 1:
            self.fields["unit"].initial = senders[0][0]
            self.fields["unit"].widget = forms.HiddenInput()
        if narrows:
            choose(self, "sector", [("", _("All")), *sector_words().items()])
            choose(self, "size", [("", _("All")), *((key, str(word)) for key, word in SIZES.items())])
        else:
            del self.fields["sector"], self.fields["size"]


class RumourForm(forms.Form):
    """What is being said, where, since when."""

    unit = forms.ChoiceField(label=_("Where it is said"))
    text = forms.CharField(
        label=_("What is being said"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As people say it. Name nobody who says it."),
    )
    place = forms.CharField(
        label=_("Where exactly"), max_length=120, required=False, help_text=_("A Zalo group, the canteen, a shift.")
    )
    day = DayField(label=_("Heard on"))

    def __init__(self, *args: Any, places: Choices, today: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "unit", places)
        self.fields["day"].initial = today

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "unit": Unit.objects.get(code=self.cleaned_data["unit"])}


class CardForm(forms.Form):
    """A fact card."""

    claim = forms.CharField(label=_("What is being said"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    truth = forms.CharField(
        label=_("What is true"),
        max_length=2500,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Short sentences, figures and days. It has to fit on half a sheet."),
    )
    source = forms.CharField(
        label=_("Where it stands"),
        max_length=200,
        help_text=_("The text and the article, for example: Labour Code 45/2019/QH14, article 104."),
    )
    source_day = DayField(label=_("In force since"), required=False)
    phone = forms.CharField(label=_("Questions to"), max_length=20, required=False, help_text=_("Phone of the union."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, rumour: Rumour | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if rumour:
            self.fields["claim"].initial, self.fields["seen"].initial = rumour.text, str(rumour.act)

    @property
    def facts(self) -> Facts:
        """What the service takes."""
        return Facts(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})

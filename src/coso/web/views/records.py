"""Since when a union keeps which records: before that day there are no figures, which is not nought."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.forms import DayField, render_form, submitted
from coso.access.requests import Request
from coso.indicators.keeping import RECORDS, record_word
from coso.indicators.models import Coverage
from coso.indicators.services import set_coverage
from coso.lib import clock
from coso.register.forms import choose
from coso.register.models import Unit
from coso.register.reads import level, trail
from coso.register.visibility import may


class RecordForm(forms.Form):
    """Since when a kind of record is kept."""

    what = forms.ChoiceField(label=gettext_lazy("Kind of record"))
    since = DayField(label=gettext_lazy("Kept since"))
    reason = forms.CharField(label=gettext_lazy("Decision or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "what", [(key, record_word(key)) for key in RECORDS])
        self.fields["since"].initial = clock.today()


def records(request: Request, code: str) -> HttpResponse:
    """What a union keeps and since when; a day is set below."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user, "units.see"), code=code)
    form = RecordForm(request.POST or None) if may(request.user, "units.change", unit) and not request.past else None
    done = submitted(
        request,
        form,
        lambda sent: set_coverage(unit=unit, by=request.user, **sent.cleaned_data),
        done=_("Set. Before that day there are no figures."),
        to=reverse("records", args=[unit.code]),
    )
    kept = dict(Coverage.objects.filter(unit=unit.id).values_list("what", "since"))
    rows = [(record_word(key), kept.get(key)) for key in RECORDS]
    found = level(unit, request.day)
    context = {"unit": unit, "name": found.name, "trail": trail(unit, request.day), "form": form, "rows": rows}
    context["back"] = reverse("unit", args=[unit.code])
    return done or render_form(request, "web/records.html", context, form)

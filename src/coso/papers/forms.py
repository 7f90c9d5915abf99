"""What is typed about an issued paper after signing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.papers.services import NUMBER


class NumberForm(forms.Form):
    """Number and day as they stand on the signed paper."""

    number = forms.CharField(label=_("Number and symbol"), max_length=NUMBER)
    on = DayField(label=_("Day"))


class ScanForm(forms.Form):
    """The signed copy, scanned."""

    file = forms.FileField(label=_("Signed copy (PDF or photo)"))

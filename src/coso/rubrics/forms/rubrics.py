"""Forms of rubrics: files in, copies, and what is said of a reading before it becomes a draft."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.lib.tables.word import LIMITS
from coso.register.kinds import sectors
from coso.rubrics.forms.choices import RubricField
from coso.rubrics.importing.draft import About
from coso.rubrics.models import Rubric
from coso.rubrics.services.readings import base_of
from coso.rubrics.services.rubrics import LONGEST
from coso.rubrics.terms import stratum_in_rubric

NOTICE = "Bộ tiêu chí nhập từ bảng của tỉnh; chưa xác nhận là văn bản chính thức."


class FileForm(forms.Form):
    """A table of criteria in Word or Excel."""

    file = forms.FileField(
        label=_("Word or Excel file"),
        help_text=_("A .docx or .xlsx with the columns STT, Nội dung, Điểm chuẩn. Nothing is a rubric yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.xlsm,.xlsb,.xls,.ods"}),
    )

    def clean_file(self) -> Any:
        """The file, if it is not too large to be a table of criteria."""
        sent = self.cleaned_data["file"]
        if sent.size > LIMITS.size:
            raise ValidationError(_("The file is too large for a table of criteria."))
        return sent

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        sent = self.cleaned_data["file"]
        return {"parts": sent.chunks(), "name": sent.name}


class TextForm(forms.Form):
    """A rubric as a text in the grammar."""

    yaml = forms.FileField(label=_("YAML file"), widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}))
    as_draft = forms.BooleanField(
        label=_("Keep it as a draft even with faults"),
        required=False,
        help_text=_("An incomplete draft cannot be used to grade; its page lists every fault by place."),
    )

    def clean_yaml(self) -> str:
        """The text of the file."""
        sent = self.cleaned_data["yaml"]
        if sent.size > LONGEST:
            raise ValidationError(_("The file is too large for a rubric."))
        try:
            text: str = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise ValidationError(_("The file is not a UTF-8 text.")) from wrong
        return text

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return {"source": self.cleaned_data["yaml"], "as_draft": self.cleaned_data["as_draft"]}


class CopyForm(forms.Form):
    """A copy of a rubric as a new draft."""

    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=60, help_text=_("Short, without blanks, as lam-2027."))
    number = forms.CharField(
        label=_("Number of the paper"), max_length=60, required=False, help_text=_("May be typed after signing.")
    )


class AboutForm(forms.Form):
    """What a table does not say of its rubric."""

    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=60, help_text=_("Short, without blanks, as lam-2027."))
    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    dated = DayField(label=_("Date of the paper"), required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    official = forms.BooleanField(
        label=_("An official paper, entered as it was issued"),
        required=False,
        help_text=_("Otherwise every page and paper says “unofficial”."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("For unions in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    base = RubricField(
        label=_("Levels and conditions as in"),
        queryset=Rubric.objects.none(),
        required=False,
        help_text=_("Points of the levels, eligibility and calendar are not in the table; nothing is assumed."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        base, chosen = self.fields["base"], self.fields["sectors"]
        if isinstance(base, forms.ModelChoiceField) and isinstance(chosen, forms.MultipleChoiceField):
            base.queryset = Rubric.objects.exclude(status="incomplete").order_by("code")
            chosen.choices = [(key, str(sector)) for key, sector in sectors().items()]

    def about(self, source: str) -> About:
        """What the service takes; `source` is the name of the file."""
        said: Mapping[str, Any] = self.cleaned_data
        names = ("code", "title", "official", "number", "dated", "issuer")
        return About(
            **{name: said[name] for name in names},
            strata={key: stratum_in_rubric(sectors()[key].stratum) for key in said["sectors"]},
            source=source,
            notice="" if said["official"] else NOTICE,
            base=base_of(said["base"]),
        )

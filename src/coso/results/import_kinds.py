"""The list that this room takes in: levels of a year known only on paper."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import ListForm
from coso.access.imports import Asked, Import, Outcome, source_of
from coso.access.jobs import Running
from coso.access.requests import Request
from coso.lib import clock
from coso.results.reported import book_results, foresee, read_results

FIRST_YEAR = 2000


class ReportedForm(ListForm):
    """Levels of a year in a file, and the document that told them."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR)
    document = forms.CharField(label=_("Document"), max_length=120, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].initial = clock.today().year - 1

    def clean_year(self) -> int:
        """Not in the future."""
        year: int = self.cleaned_data["year"]
        if year > clock.today().year:
            raise forms.ValidationError(_("The day lies in the future; facts can be entered up to today."))
        return year


def _form(request: Request) -> ReportedForm:
    return ReportedForm(request.POST or None, request.FILES or None)


def _ask(_request: Request, said: Asked) -> Asked:
    return {"year": said["year"], "document": said["document"]}


def _check(running: Running) -> Outcome:
    said = running.asked
    read = read_results(path=source_of(said), sheet=said.get("sheet", ""), by=running.by)
    return Outcome(foresee(read=read, year=said["year"], document=said["document"]))


def _book(running: Running) -> Callable[[], Outcome]:
    said, path, by = running.asked, source_of(running.asked), running.by
    read = read_results(path=path, sheet=said.get("sheet", ""), by=by)
    about = {"year": said["year"], "document": said["document"], "name": path.name}
    return lambda: Outcome(book_results(read=read, **about, good_rows=said["good_rows"], by=by))


IMPORTS = [
    Import(
        key="results",
        permission="grading.decide",
        path="danh-gia/nhap-ket-qua/",
        home="grading",
        heading=lambda _said: _("Import results known on paper"),
        new=lambda _said: _("unions without a level so far"),
        form=_form,
        ask=_ask,
        check=_check,
        book=_book,
        work=(_("Check results known on paper"), _("Book results known on paper")),
        intro=_(
            "One union a row: its code and its level. They are shown as reported and never counted as graded here."
        ),
        parts={"links": "results/import_links.html"},
    )
]

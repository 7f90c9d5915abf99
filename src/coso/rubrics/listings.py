"""The list of rubrics: what each is, from which paper, since when, where it is in use."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.lib.dates import show_day
from coso.lists.listing import DAY, Column, Empty, Listing
from coso.rubrics.models import Rubric
from coso.rubrics.reads import RubricRow, rubric_rows

STATUS = {
    "official": (gettext_lazy("Official"), "green", "file-certificate"),
    "unofficial": (gettext_lazy("Unofficial"), "gold", "alert-triangle"),
    "incomplete": (gettext_lazy("Incomplete"), "red", "alert-circle"),
}


def _validity(row: RubricRow) -> str:
    start, end = row.grammar.valid_from, row.grammar.valid_to
    first = _("from %(from)s") % {"from": show_day(start)} if start else ""
    last = _("to %(to)s") % {"to": show_day(end)} if end else ""
    return f"{first} {last}".strip() or _("not stated")


def _uses(row: RubricRow) -> str:
    unused = _("frozen") if row.rubric.frozen else _("draft, not used yet")
    return "; ".join(str(use.text) for use in row.uses) or unused


COLUMNS: tuple[Column[RubricRow], ...] = (
    Column(
        "rubric",
        gettext_lazy("Rubric"),
        lambda row: row.rubric.title,
        link=lambda row: reverse("rubric", args=[row.rubric.pk]),
        under=Column("code", gettext_lazy("Code"), lambda row: row.rubric.code),
    ),
    Column(
        "number",
        gettext_lazy("Number, date"),
        lambda row: row.rubric.number or _("no number"),
        under=Column("dated", gettext_lazy("Day"), lambda row: row.rubric.dated or "", kind=DAY),
    ),
    Column("valid", gettext_lazy("Valid"), _validity),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda row: STATUS[row.rubric.status][0],
        pill=lambda row: STATUS[row.rubric.status][1:],
    ),
    Column("uses", gettext_lazy("In use"), _uses, template="rubrics/uses.html"),
)


def rubric_list(*, may_edit: bool) -> Listing:
    """Every rubric, the newest first."""
    start = (reverse("rubric_take_in"), _("Take in a rubric")) if may_edit else ("", "")
    text = _("Take one in from the Word or Excel table of your guideline; every line it reads can be corrected.")
    return Listing(
        title=_("Rubrics"),
        rows=rubric_rows(Rubric.objects.all()),
        columns=COLUMNS,
        excel="bo-tieu-chi",
        nothing_yet=Empty(_("No rubric yet"), text if may_edit else "", *start, "list-check"),
    )

"""The sheet of a list that was sent: which one is read, and what is said of it."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.lib.report import ImportReport
from coso.lib.tables import Sheet, read_tables
from coso.lib.tables.choosing import Chosen, Weigh, choose


def sheet_of(path: Path, name: str, weigh: Weigh) -> Chosen:
    """The sheet asked for, else the one proposed. Raises TableError."""
    return choose(read_tables(path), name, weigh)


def tell(report: ImportReport, chosen: Chosen) -> None:
    """Notes in a report which sheet was read, which others could be, and what is unusual about it."""
    report.sheet, report.sheets = chosen.sheet.name, chosen.sheets
    report.remarks = [*remarks_on(chosen.sheet), *report.remarks]


def remarks_on(sheet: Sheet) -> list[str]:
    """What a reader of a list should know of its sheet."""
    about, out = sheet.about, []
    if about.hidden_rows:
        out.append(_hidden(about.hidden_rows, filtered=about.filtered))
    if about.codes:
        out.append(
            _("Letters in old fonts ({codes}) were converted; look whether the names are right.").format(
                codes=about.codes
            )
        )
    if about.from_1904:
        out.append(_("Days in this workbook count from 1904; they were read so."))
    if about.strays:
        n = about.strays
        text = ngettext(
            "{n} cell far outside the list was left out.", "{n} cells far outside the list were left out.", n
        )
        out.append(text.format(n=n))
    return out


def _hidden(n: int, *, filtered: bool) -> str:
    if filtered:
        text = ngettext(
            "{n} row is hidden by a filter; it is read too.", "{n} rows are hidden by a filter; they are read too.", n
        )
    else:
        text = ngettext(
            "{n} row is hidden, by a filter or by hand; it is read too.",
            "{n} rows are hidden, by a filter or by hand; they are read too.",
            n,
        )
    return text.format(n=n)

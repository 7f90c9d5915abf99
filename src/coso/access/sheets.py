"""The sheet of a list that was sent: which one is read, and what is said of it."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.refusals import RefusedError
from coso.lib.report import ImportReport
from coso.lib.tables import Sheet, read_tables
from coso.lib.tables.choosing import Chosen, Weigh, choose


def sheet_of(path: Path, name: str, weigh: Weigh) -> Chosen:
    """The sheet asked for, else the one proposed. Raises TableError."""
    return choose(read_tables(path), name, weigh)


def tell(report: ImportReport, chosen: Chosen) -> None:
    """Notes in a report which sheet was read, which others could be, and what is unusual about it."""
    report.sheet, report.sheets = chosen.sheet.name, chosen.sheets
    report.remarks = [*remarks_on(chosen.sheet), *_unseen(chosen.hidden), *report.remarks]


def which_order(report: ImportReport) -> str:
    """What to ask where days of a column are written in both orders and nobody has said which is meant."""
    if not report.mixed_days:
        return ""
    text = _("In {columns} some days have the month first and some the day: say which is meant for the whole list.")
    return text.format(columns=", ".join(f"“{each}”" for each in report.mixed_days))


def require_one_order(report: ImportReport) -> None:
    """Raises RefusedError where it has to be said first how days are read."""
    if text := which_order(report):
        raise RefusedError(text)


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


def _unseen(names: Sequence[str]) -> list[str]:
    """That there are hidden sheets, which are not read."""
    if not names:
        return []
    text = ngettext(
        "{n} hidden sheet is not read: {names}. If it is the list, unhide it and send the file again.",
        "{n} hidden sheets are not read: {names}. If one is the list, unhide it and send the file again.",
        len(names),
    )
    return [text.format(n=len(names), names=", ".join(names))]


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

"""Rows of a list of which something cannot be true: they are not written unless the person says so."""

from dataclasses import replace

from coso.members.roster import Field, Layout, Problem, Roster, RosterRow

# Codes of problems that lose a birth or a number of somebody: what is left of the row may be of another person.
BROKEN = frozenset({"born_unread", "born_future", "born_young", "born_old", "born_twice", "name_digits", "cell_error"})
BROKEN |= {"bare"} | {f"id_{code}" for code in ("letters", "length", "rounded", "province", "century", "year")}
BARE = "bare"
_BARE = (
    "Hàng chỉ có họ tên, không có gì khác: có thể là người ký, không phải đoàn viên.",
    "The row has a name and nothing else: it may be who signed, no member.",
)
_MOST = 0.8


def without_broken(roster: Roster, layout: Layout) -> tuple[list[RosterRow], list[Problem]]:
    """The rows without the broken ones, and the problems, those of broken rows as keeping them out."""
    broken = {problem.row for problem in roster.problems if problem.code in BROKEN}
    bare = [row for row in roster.rows if not _says_more(row)]
    if len(bare) > (1 - _MOST) * len(roster.rows):
        bare = []
    problems = [replace(each, fatal=each.fatal or each.code in BROKEN) for each in roster.problems]
    at = layout.column(Field.NAME)
    problems += [Problem(row.row, at, row.name, BARE, *_BARE, fatal=True) for row in bare]
    out = broken | {row.row for row in bare}
    return [row for row in roster.rows if row.row not in out], problems


def _says_more(row: RosterRow) -> bool:
    """Whether a row tells more of somebody than the name; an empty tick for women tells nothing."""
    papers = (row.national_id, row.old_id, row.passport, row.card, row.staff_no)
    return any((*papers, row.born, row.phone, row.email, row.joined, row.position, row.dues))

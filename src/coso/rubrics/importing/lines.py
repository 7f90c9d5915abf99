"""The reading of a table line by line: group, criterion, explanation or left out, and how sure each is."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from coso.lib.points import read_points, show_points
from coso.lib.text import fold
from coso.rubrics.importing.columns import Columns, columns_of, is_heading
from coso.rubrics.importing.files import Table
from coso.rubrics.importing.sentences import PER, TYPED, points_in_cell, points_in_title, rule_in

GROUP, CRITERION, TEXT, OUT = "group", "criterion", "text", "out"
PART, GROUPS, ITEM, SUB, BULLET = 0, 1, 2, 3, 4
LONGEST_CODE = 12
_MARKER = re.compile(
    r"^(?:(?P<word>(?:nhóm|tiêu chuẩn|phần|mục|nội dung|TC)\s*(?:thứ\s*)?(?:[IVX]+|\d+|[A-E]))\b[.:)]?"
    r"|(?P<roman>[IVX]+)(?:[.)]|(?=\s|$))|(?P<dotted>\d+(?:\.\d+)+)[.)]?|(?P<number>\d+)(?:[.)]|(?=\s|$))"
    r"|(?P<upper>[A-H])(?:[.)]|(?=$))|(?P<letter>[a-zđ])(?:[.)]|(?=$))|(?P<bullet>[-+•*–]))\s*",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:tong|cong)(?: cong| so| diem|$|:)|tong so")
_OWN = re.compile(r"[\w.\-/]{1,12}")


@dataclass
class ReadLine:
    """A line as it was read. Points stay as text, as a person would type them; `how` and `doubts` are keys of words.

    `kind`: group, criterion, text (explains the criterion before it) or out. `each` and `cap` belong to the rule.
    """

    table: int
    row: int
    kind: str
    code: str = ""
    title: str = ""
    max: str = ""
    rule: str = TYPED
    each: str = ""
    cap: str = ""
    evidence: str = ""
    note: str = ""
    how: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The line as plain data."""
        return asdict(self)


@dataclass
class _Row:
    line: ReadLine
    level: int
    marker: str
    points: int | None
    bold: bool = False
    children: list["_Row"] = field(default_factory=list)


@dataclass
class Reading:
    """All that was read of a file: the lines, and what stands in the tables that were not taken for criteria."""

    lines: list[ReadLine]
    tables: int
    others: list[str]


def read_lines(tables: Iterable[Table]) -> Reading:
    """The lines of every table of criteria; a table without a heading goes on with the columns of the one before."""
    rows: list[_Row] = []
    others, taken, known = [], 0, None
    for table in tables:
        found = columns_of(table.rows)
        columns = found or _goes_on(table, known)
        if columns is None:
            others += [table.name or str(table.n)] if any(map(any, table.rows)) else []
            continue
        taken, known = taken + 1, columns
        fresh = [row for n in range(columns.body, len(table.rows)) if (row := _row(table, n, columns))]
        if found is None and fresh:
            fresh[0].line.doubts.append("no_heading")
        rows += fresh
    _leave_out_penalties(rows)
    _set_levels(rows)
    _settle(rows)
    return Reading([row.line for row in rows], taken, others)


def _leave_out_penalties(rows: list[_Row]) -> None:
    """A group of points below zero is left out with its lines, and says so: they must not swell the group before."""
    penal = False
    for row in rows:
        if 0 <= row.level <= GROUPS:
            penal = fold(row.line.title).startswith("diem tru") or "negative" in row.line.doubts
        if penal:
            row.line.kind = OUT
            row.line.doubts += [] if "negative" in row.line.doubts else ["negative"]


def _goes_on(table: Table, known: Columns | None) -> Columns | None:
    width = max(map(len, table.rows), default=0)
    if known is None or width <= max(known.content, known.max):
        return None
    return replace(known, body=0)


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""


def _row(table: Table, n: int, columns: Columns) -> _Row | None:
    """One row of a table; None where it is empty or repeats the heading."""
    cells = table.rows[n]
    if not any(text.strip() for text in cells) or is_heading(cells, columns):
        return None
    number, content = _cell(cells, columns.number), columns.said(cells, columns.content)
    if not content:
        number, content = ("", number) if len(number) > 4 or " " in number else (number, content)
    explain = columns.said(cells, columns.explain)
    line = ReadLine(
        table.n, n + 1, CRITERION, title=content, evidence=columns.said(cells, columns.evidence), note=explain
    )
    level, marker, own = _marker(number, content, numbered=n in table.numbered)
    line.title = " ".join(own.split())
    points = _points(line, columns.said(cells, columns.max))
    if n in table.bold and level in (ITEM, -1):
        level = GROUPS if level == -1 else level
        line.how.append("bold")
    nameless = not line.title and not (marker and points is not None)
    if nameless or (_TOTAL.match(fold(line.title)) and len(line.title) < 60):
        line.kind = OUT
        line.how.append("total" if line.title else "empty")
    return _Row(line, level, marker, points, n in table.bold)


def _marker(number: str, content: str, *, numbered: bool) -> tuple[int, str, str]:
    """(level, marker, the text after it) of a line; level -1 where nothing marks it."""
    if numbered:
        return ITEM, "", content
    text = number or content
    found = _MARKER.match(text)
    own = _OWN.fullmatch(number)
    if own and not (found and found.end() == len(number)):
        return -1, own[0], content
    if not found:
        return -1, "", content
    rest = content if number else content[found.end() :]
    kind = str(found.lastgroup)
    mark = str(found[kind]).strip()
    if (kind == "upper" and mark.islower()) or (kind == "roman" and mark.islower()):
        kind = "letter"
    if kind == "letter" and mark.isupper():
        kind = "upper"
    levels = {"word": GROUPS, "roman": GROUPS, "upper": PART, "number": ITEM, "dotted": SUB, "letter": SUB}
    return levels.get(kind, BULLET), mark, rest


def _points(line: ReadLine, cell: str) -> int | None:
    found = points_in_cell(cell)
    if found.doubt:
        line.doubts.append(found.doubt)
    points = found.points
    if points is None:
        points, line.title = points_in_title(line.title)
        line.how += ["points_in_title"] if points is not None else []
    if found.doubt == "negative":
        line.kind = OUT
    line.max = show_points(points) if points is not None else ""
    return points


# ── levels ──


def _set_levels(rows: list[_Row]) -> None:
    """Which mark means a group depends on the whole: 1, 1.1 under I is an item, without any I it is a group."""
    marked = [row for row in rows if row.line.kind != OUT]
    if not any(row.level == GROUPS for row in marked):
        dotted = {row.marker.split(".")[0] for row in marked if "." in row.marker}
        for row in marked:
            row.level = GROUPS if row.level == PART or (row.level == ITEM and row.marker in dotted) else row.level
    in_bold = any(row.bold for row in marked if row.level == GROUPS)
    for n, row in enumerate(marked):
        after = marked[n + 1].level if n + 1 < len(marked) else ITEM
        if row.level == PART and after != GROUPS:
            row.level = ITEM if in_bold and not row.bold else GROUPS
        if row.level == -1:
            row.level = ITEM if row.points is not None or row.marker else BULLET
        if row.level == SUB and "." in row.marker:
            row.level = ITEM + row.marker.count(".") - (0 if _item_above(marked, n) else 1)


def _item_above(rows: list[_Row], n: int) -> bool:
    """Whether a dotted line hangs under an item of its first number, as 1.1 under 1."""
    first = rows[n].marker.split(".")[0]
    return any(row.level == ITEM and row.marker == first for row in rows[:n])


# ── which lines are criteria ──


def _settle(rows: list[_Row]) -> None:
    marked = [row for row in rows if row.line.kind != OUT]
    _name_groups(marked)
    roots = _hang(marked)
    for root in roots:
        _decide(root, "")
    _name_criteria(marked)
    for row in marked:
        if row.line.kind == CRITERION:
            _set_rule(row)


def _hang(rows: list[_Row]) -> list[_Row]:
    roots: list[_Row] = []
    above: list[_Row] = []
    for row in rows:
        if row.level <= GROUPS:
            above = []
            continue
        while above and above[-1].level >= row.level:
            above.pop()
        (above[-1].children if above else roots).append(row)
        above.append(row)
    return roots


def _decide(row: _Row, prefix: str) -> None:
    """A line whose parts have the points is a heading of theirs; else its parts only explain it."""
    parts = [child for child in row.children if child.points is not None]
    total = sum(child.points or 0 for child in parts)
    own = row.points
    choices = own is not None and parts and total != own and max(child.points or 0 for child in parts) <= own < total
    if not parts or choices:
        row.line.doubts += ["choices"] if choices else []
        _explain(row)
    else:
        row.line.kind = TEXT
        row.line.how.append("heading")
        row.line.doubts += ["parts_differ"] if own not in (None, total) else []
        for child in row.children:
            child.line.evidence = child.line.evidence or row.line.evidence
            _decide(child, f"{prefix}{row.line.title}: ")
    if row.line.kind == CRITERION:
        row.line.title = f"{prefix}{row.line.title}"
        if own is None:
            row.line.kind = CRITERION if row.level <= SUB else TEXT
            row.line.doubts += ["no_points"] if row.line.kind == CRITERION else []


def _explain(row: _Row) -> None:
    for child in row.children:
        child.line.kind = TEXT
        child.line.how.append("explains")
        row.line.note = "\n".join(filter(None, (row.line.note, child.line.title)))
        child.points = None
        _explain(child)


# ── codes ──


def _name_groups(rows: list[_Row]) -> None:
    for row in rows:
        if row.level == GROUPS:
            row.line.kind = GROUP
            row.line.code = (row.marker.split()[-1] if row.marker else "")[:LONGEST_CODE]
        elif row.level == PART:
            row.line.kind, row.line.how = OUT, [*row.line.how, "part"]
    groups = [row.line for row in rows if row.line.kind == GROUP]
    for n, line in enumerate(groups, start=1):
        twice = [other.code for other in groups].count(line.code) > 1
        line.code = f"N{n}" if not line.code or twice else line.code


def _name_criteria(rows: list[_Row]) -> None:
    found = [row for row in rows if row.line.kind == CRITERION]
    single = Counter(row.marker for row in found)
    alone = all(row.level == ITEM and row.marker and single[row.marker] == 1 for row in found)
    used: set[str] = {row.line.code for row in rows if row.line.kind == GROUP}
    group, item, n = "", "", 0
    for row in rows:
        if row.line.kind == GROUP:
            group, item, n = row.line.code, "", 0
        elif row.level == ITEM:
            item, n = row.marker, n + 1
        if row.line.kind == CRITERION:
            code = row.marker if alone else _code(row, group, item)
            row.line.code = _free(code, f"{group}.{n}" if group else str(n), used, row.line)
            used.add(row.line.code)


def _code(row: _Row, group: str, item: str) -> str:
    if row.level == ITEM and row.marker and not row.marker[0].isdecimal():
        return row.marker
    if row.marker.split(".")[0] == group and "." in row.marker:
        return row.marker
    own = item if row.level > ITEM and "." not in row.marker else ""
    return ".".join(filter(None, (group, own, row.marker))) if row.marker else ""


def _free(code: str, made: str, used: set[str], line: ReadLine) -> str:
    if code and len(code) <= LONGEST_CODE and code not in used:
        return code
    line.how.append("code_made")
    return next(each for each in (made, *(f"{made}.{n}" for n in range(1, 10_000))) if each not in used)[:LONGEST_CODE]


# ── rules ──


def _set_rule(row: _Row) -> None:
    line, said = row.line, rule_in(f"{row.line.title}. {row.line.note}")
    line.rule = said.kind
    if said.kind == TYPED:
        return
    line.how.append(f"rule_{said.kind}")
    line.each = show_points(said.each) if said.each is not None else ""
    if said.kind == PER:
        line.cap = show_points(said.cap) if said.cap is not None else line.max
        line.doubts += ["cap_differs"] if read_points(line.cap or "x") != row.points else []

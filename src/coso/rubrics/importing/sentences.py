"""Points and rules in the words of a table: "4,5 điểm", "mỗi … 0,5 điểm, tối đa 2", "không … trừ 1 điểm"."""

import re
from dataclasses import dataclass

from coso.lib.points import read_points
from coso.lib.text import fold

TYPED, PER, DEDUCT, IF_TRUE = "typed", "per", "deduct", "if_true"
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_UNIT = r"(?:diem|d)\b"
_ALONE = re.compile(rf"(?:toi da|cao nhat|<=|=)?\s*\+?{_NUMBER}\s*(?:{_UNIT})?\.?")
_RANGE = re.compile(rf"(?:tu )?{_NUMBER}\s*(?:-|–|den)\s*{_NUMBER}\s*(?:{_UNIT})?\.?")
_NEGATIVE = re.compile(rf"(?:[-–]|tru)\s*{_NUMBER}\s*(?:{_UNIT})?\.?")
_BRACKET = re.compile(r"\(\s*(?:tối đa|tổng|tổng số|tổng điểm)?:?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:điểm|đ)\s*\)", re.I)
_END = re.compile(r"\s*[:–-]\s*(?:tối đa\s*)?(\d{1,3}(?:[.,]\d{1,2})?)\s*điểm\s*\.?$", re.I)
_PER = re.compile(rf"\bmoi\b[^.;]{{1,120}}?\b{_NUMBER}\s*{_UNIT}")
_CAP = re.compile(rf"\b(?:toi da|khong qua|khong vuot qua)\b[^\d.;]{{0,30}}{_NUMBER}")
_LACK = r"\b(?:moi|thieu|khong|chua|cham|tre|muon|sai|vi pham|de xay ra|neu)\b"
_DEDUCT = re.compile(rf"{_LACK}[^.;]{{0,140}}?\btru\b[^\d.;]{{0,20}}{_NUMBER}\s*{_UNIT}")
_NOT_SO = r"\b(?:khong co|khong thuc hien|chua co|khong dat)\b"
_IF_TRUE = re.compile(rf"{_NOT_SO}[^.;]{{0,80}}\b(?:khong cham|khong tinh|0)\s*diem")


@dataclass(frozen=True, slots=True)
class Points:
    """Points found in a cell: thousandths, None where none are; `doubt` names what is not sure."""

    points: int | None
    doubt: str = ""


def points_in_cell(text: str) -> Points:
    """The points of a cell: "4", "4,5", "04 điểm", "0 - 4" (the higher); no points in an empty one."""
    plain = fold(text.strip())
    if not plain:
        return Points(None)
    if found := _ALONE.fullmatch(plain):
        return Points(read_points(found[1]))
    if found := _RANGE.fullmatch(plain):
        return Points(read_points(found[2]), "range")
    if _NEGATIVE.fullmatch(plain):
        return Points(None, "negative")
    return Points(None, "not_points")


def points_in_title(title: str) -> tuple[int | None, str]:
    """Points written in a title, "(40 điểm)" or ": 4 điểm" at its end, and the title without them."""
    for pattern in (_BRACKET, _END):
        found = pattern.search(title)
        points = read_points(found[1]) if found else None
        if found and points is not None:
            return points, " ".join((title[: found.start()] + title[found.end() :]).split()).strip(" .:")
    return None, title


@dataclass(frozen=True, slots=True)
class Said:
    """A rule as words say it: its kind, the points each time, the most it gives (None: the maximum of the line)."""

    kind: str = TYPED
    each: int | None = None
    cap: int | None = None


def rule_in(text: str) -> Said:
    """The rule that the words of a line say; TYPED where they say none that is recognised."""
    plain = fold(" ".join(text.split()))
    if found := _DEDUCT.search(plain):
        return Said(DEDUCT, read_points(found[1]))
    if found := _PER.search(plain):
        cap = _CAP.search(plain, found.end())
        return Said(PER, read_points(found[1]), read_points(cap[1]) if cap else None)
    return Said(IF_TRUE) if _IF_TRUE.search(plain) else Said()

"""The frame of a rubric: its document, groups, variants, indicators, eligibility and windows."""

import datetime as dt
import re

from coso.rubrics.grammar.model import (
    ANY_SIZE,
    Document,
    Eligibility,
    Group,
    Indicator,
    SizeClass,
    Variant,
    Window,
    WindowDay,
)
from coso.rubrics.grammar.node import Node

WINDOW_DAY = re.compile(r"Y(?:-(\d))?-(\d\d)-(\d\d)")
INDICATOR_KINDS = ("bool", "count", "share", "number")


def read_document(node: Node) -> Document | None:
    """The paper the rubric comes from, None when it comes from none."""
    if not node.present:
        return None
    node.only("number", "date", "issuer", "replaces", "legal_basis", "source", "status")
    return Document(
        number=node.child("number").optional_text(),
        date=node.child("date").day(),
        issuer=node.child("issuer").optional_text(),
        replaces=node.child("replaces").optional_text(),
        legal_basis=node.child("legal_basis").optional_text(),
        source=node.child("source").optional_text(),
        status=node.child("status").optional_text(),
    )


def read_groups(node: Node, bonus_group: str, step: int) -> tuple[Group, ...]:
    """The groups; the one the bonus names is apart from the self-scored total."""
    if not node.items():
        node.refuse("Phải có ít nhất một nhóm tiêu chí.", "At least one group is needed.")
    return tuple(_group(item, bonus_group, step) for item in node.items())


def _group(node: Node, bonus_group: str, step: int) -> Group:
    node.only("id", "max", "title_vi", "title_en", "max_status", "criteria_status")
    code = node.child("id").text()
    return Group(
        code=code,
        max=_group_max(node.child("max"), step),
        title_vi=node.child("title_vi").expected_text(),
        title_en=node.child("title_en").optional_text() or node.child("title_vi").optional_text(),
        bonus=code == bonus_group,
        max_status=tuple((sector, status.text()) for sector, status in node.child("max_status").pairs()),
    )


def _group_max(node: Node, step: int) -> int:
    maximum = node.points(step)
    if maximum == 0:
        node.refuse("Điểm tối đa của nhóm phải lớn hơn 0.", "The maximum of a group must be above 0.")
    return maximum or 0


def read_variants(node: Node) -> tuple[Variant, ...]:
    """The variants, by their keys."""
    if not node.keys():
        node.gap(
            "Chưa có bảng tiêu chí cho từng loại hình cơ sở.",
            "The sheets for each kind of grassroots union are not stated.",
        )
    return tuple(_variant(key, variant) for key, variant in node.pairs())


def _variant(key: str, node: Node) -> Variant:
    node.only("title_vi", "title_en", "note_vi", "note_en", "applies_to", "target_stratum", "calendars", "members")
    return Variant(
        key=key,
        title_vi=node.child("title_vi").text(),
        title_en=node.child("title_en").text(),
        note_vi=node.child("note_vi").optional_text(),
        note_en=node.child("note_en").optional_text(),
        applies_to=node.child("applies_to").texts(),
        strata=tuple((sector, stratum.text()) for sector, stratum in node.child("target_stratum").pairs()),
        calendars=node.child("calendars").texts(),
        members=_size_class(node.child("members")),
    )


def _size_class(node: Node) -> SizeClass:
    if not node.present:
        return ANY_SIZE
    node.only("from", "to")
    low, high = (child.whole() if child.present else None for child in (node.child("from"), node.child("to")))
    if high is not None and high < (low or 0):
        node.refuse("Số đoàn viên đến phải không nhỏ hơn số từ.", "The last number of members is below the first.")
    return SizeClass(low or 0, high)


def read_indicators(node: Node) -> tuple[Indicator, ...]:
    """The indicators the rubric may name."""
    return tuple(_indicator(key, indicator) for key, indicator in node.pairs())


def _indicator(key: str, node: Node) -> Indicator:
    node.only("type", "unit", "room", "def")
    return Indicator(
        key=key,
        kind=node.child("type").choice(INDICATOR_KINDS),
        room=node.child("room").text(),
        meaning=node.child("def").text(),
    )


def read_eligibility(node: Node) -> Eligibility:
    """A reason not to grade a unit."""
    node.only(
        *("rule", "months", "applies_to_orders", "not_orders", "reason_vi", "reason_en", "needs", "status", "source")
    )
    months = node.child("months")
    return Eligibility(
        rule=node.child("rule").text(),
        months=months.whole() if months.present else None,
        applies_to_orders=node.child("applies_to_orders").texts(),
        not_orders=node.child("not_orders").texts(),
        reason_vi=node.child("reason_vi").text(),
        reason_en=node.child("reason_en").optional_text(),
        needs=node.child("needs").optional_text(),
    )


def read_windows(node: Node) -> tuple[Window, ...]:
    """The working years the rubric names."""
    return tuple(_window(calendar, window) for calendar, window in node.pairs())


def _window(calendar: str, node: Node) -> Window:
    node.only("default", "alternatives", "label_vi", "label_en", "counts_for_year")
    return Window(
        calendar=calendar,
        default=_span(node.child("default")),
        alternatives=tuple(_span(item) for item in node.child("alternatives").items()),
        label_vi=node.child("label_vi").optional_text(),
        label_en=node.child("label_en").optional_text(),
    )


def _span(node: Node) -> tuple[WindowDay, WindowDay]:
    days = [_window_day(item) for item in node.items()]
    if len(days) != 2 or days[0].of(2001) >= days[1].of(2001):
        node.refuse("Cần ngày đầu và ngày cuối, ngày đầu đứng trước.", "A first and a later last day are needed.")
        return WindowDay(0, 1, 1), WindowDay(0, 12, 31)
    return days[0], days[1]


def _window_day(node: Node) -> WindowDay:
    match = WINDOW_DAY.fullmatch(node.optional_text())
    try:
        years_before, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        dt.date(2001, month, day)
    except ValueError:
        node.refuse(
            "Ghi ngày theo dạng Y-11-30, hoặc Y-1-12-01 cho năm trước.",
            "Write a day as Y-11-30, or Y-1-12-01 for the year before.",
        )
        return WindowDay(0, 1, 1)
    return WindowDay(years_before, month, day)

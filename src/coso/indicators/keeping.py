"""What is kept: since when a union keeps a kind of record; figures recorded, for a past day cannot be counted again."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import replace

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.access.terms import of_reader
from coso.indicators.models import Coverage, Recorded
from coso.indicators.registry import Figure, Indicator, Scope
from coso.lib import clock
from coso.lib.paths import branch_end
from coso.register.models import UnitPlace

# Kinds of record that a union may keep: (Vietnamese, English).
RECORDS = {
    "members": ("Danh sách đoàn viên", "The list of members"),
    "movements": ("Biến động đoàn viên, ghi khi phát sinh", "Movements of members, booked as they happen"),
    "headcounts": ("Số lao động của nơi làm việc", "Workers of the workplaces"),
    "seats": ("Chức danh, ban chấp hành", "Posts and committee"),
    "concerns": ("Ý kiến, kiến nghị của người lao động", "Concerns of workers"),
    "dialogue": ("Đối thoại, hội nghị", "Dialogues and conferences"),
    "stoppages": ("Ngừng việc tập thể", "Work stoppages"),
    "weeks": ("Tuần của tổ, tổ trưởng xác nhận", "Weeks of groups, confirmed by their leaders"),
    "notices": ("Thông báo đến tổ, có xác nhận", "Notices to groups, with confirmations"),
    "advice": ("Sổ tư vấn pháp luật", "The register of legal advice"),
    "boards": ("Ủy ban kiểm tra, ban nữ công", "Inspection committee, women's board"),
}
RECORDED = "recorded"
MONTH = 31


def record_word(what: str) -> str:
    """A kind of record in the reader's language."""
    return of_reader(*RECORDS[what])


def kept(scope: Scope) -> dict[str, dict[uuid.UUID, dt.date]]:
    """Since when each union of a scope keeps each kind of record: {what: {union: day}}."""
    out: dict[str, dict[uuid.UUID, dt.date]] = defaultdict(dict)
    for what, unit, since in _coverage(scope.path, scope.period.last):
        out[what][unit] = since
    return out


@prepared
def _coverage(path: str, day: dt.date) -> QuerySet[Coverage, tuple[str, uuid.UUID, dt.date]]:
    here = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path))
    alive = here.filter(start__lte=day, end__gt=day, base__isnull=False)
    return Coverage.objects.filter(unit__in=alive.values("base")).values_list("what", "unit", "since")


def recorded(each: Indicator, scope: Scope) -> dict[uuid.UUID, Figure]:
    """The figures of an indicator: counted now, or for a past day what was recorded by then; none if nothing was.

    A past day nearer to today than to the last record is counted now, and the figure says so.
    """
    today, last = clock.today(), scope.period.last
    if each.recomputable or last >= today:
        return {figure.base: figure for figure in each.figures(scope)}
    day = _before(each.key, last)
    if (today - last).days < (MONTH if day is None else (last - day).days):
        return {figure.base: replace(figure, on=today) for figure in each.figures(scope)}
    rows = Recorded.objects.filter(indicator=each.key, start=day, source=RECORDED) if day else Recorded.objects.none()
    found = rows.values_list("unit", "numerator", "denominator")
    return {unit: Figure(unit, above, below, on=day) for unit, above, below in found}


def _before(key: str, last: dt.date) -> dt.date | None:
    rows = Recorded.objects.filter(indicator=key, source=RECORDED, start__lte=last).order_by("-start")
    return rows.values_list("start", flat=True).first()

"""What is counted of the grading year itself."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Count, F, QuerySet

from coso.duties.indicators import ON_TIME
from coso.duties.models import Duty
from coso.grading.chain import KINDS, SELF
from coso.grading.poll_subjects import SheetPoll
from coso.indicators.register_figures import standing
from coso.indicators.registry import Figure, Indicator, Scope
from coso.lib.dates import years_before
from coso.polls.caution import caution
from coso.polls.turnout import closed_polls, turnout


def sheets_before(scope: Scope) -> QuerySet[Duty]:
    """The duties to submit a sheet that fell due in the year before the period."""
    first = years_before(scope.period.start, 1)
    due = Duty.objects.filter(kind=KINDS[SELF].duty, dropped_why="", due__gte=first, due__lt=scope.period.start)
    return due.filter(standing(scope)).filter(unit__places__base=F("unit"))


def submitted_on_time(scope: Scope) -> Iterator[Figure]:
    """Sheets of the year before that were sent by their day, among those asked for."""
    rows = sheets_before(scope).values_list("unit").annotate(n=Count("id"), good=Count("id", filter=ON_TIME))
    for base, n, good in rows:
        yield Figure(base, good, n, records=n)


INDICATORS = [
    Indicator(
        key="grading.sheets_on_time_share",
        kind="share",
        vi="Bảng chấm năm trước nộp đúng hạn",
        en="Sheets of the year before sent in time",
        figures=submitted_on_time,
        evidence=sheets_before,
    ),
    Indicator(
        key="grading.poll_turnout_share",
        kind="share",
        vi="Đoàn viên tham gia lấy ý kiến",
        en="Members who answered the poll",
        figures=partial(turnout, SheetPoll),
        evidence=partial(closed_polls, SheetPoll),
        rule_vi="Dưới mười đoàn viên: không lấy phiếu, thay bằng họp đoàn viên có ghi biên bản.",
        rule_en="Under ten members no poll is taken: a recorded members' meeting stands in for it.",
        caution=caution,
    ),
]

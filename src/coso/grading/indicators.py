"""What is counted of duties, and of the grading year itself."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Count, F, Q, QuerySet

from coso.duties.models import Duty
from coso.grading.chain import KINDS, SELF
from coso.grading.poll_subjects import SheetPoll
from coso.indicators.register_figures import standing
from coso.indicators.registry import NONE, Figure, Indicator, Scope
from coso.lib.dates import years_before
from coso.polls.turnout import closed_polls, turnout

ON_TIME = Q(done__isnull=False, done__lte=F("due"))


def owed(scope: Scope) -> QuerySet[Duty]:
    """The duties of the scope's unions that were due in the period; those no longer owed do not count."""
    return _ever(scope).filter(due__gte=scope.period.start, due__lte=scope.period.last)


def _ever(scope: Scope) -> QuerySet[Duty]:
    here = Duty.objects.filter(standing(scope), dropped_why="", opened__lte=scope.period.last)
    return here.filter(unit__places__base=F("unit"))


def on_time(scope: Scope) -> Iterator[Figure]:
    """Duties done by their day (the extended one counts) among those due; none arose where nothing fell due."""
    within = Q(due__gte=scope.period.start, due__lte=scope.period.last)
    good = Count("id", filter=within & ON_TIME)
    for base, n, done in _ever(scope).values_list("unit").annotate(n=Count("id", filter=within), good=good):
        yield Figure(base, done, n, records=n) if n else Figure(base, absent=NONE)


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
    Indicator("duties.on_time_share", "share", "Việc làm đúng hạn", "Duties done in time", on_time, owed),
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
    ),
]

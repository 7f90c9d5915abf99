"""What is counted of notices: the share of groups that passed them on by the day set."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet

from coso.indicators.register_figures import BASE, standing
from coso.indicators.registry import Figure, Indicator, Scope
from coso.lib import clock
from coso.lib.dates import DAY
from coso.notices.models import Addressee
from coso.notices.services.sending import NOTICES

IN_TIME = Q(confirmed__isnull=False, confirmed__lte=F("notice__last"))


def asked(scope: Scope) -> QuerySet[Addressee]:
    """Groups, and unions without groups, of the scope to which a notice went whose last day lies in the period.

    A notice whose day has not passed counts for nobody yet; one that was taken back never does.
    """
    last = min(scope.period.last, clock.today() - DAY)
    within = {"notice__last__gte": scope.period.start, "notice__last__lte": last}
    return Addressee.objects.filter(standing(scope), counted=True, notice__why="", **within).select_related("notice")


def reach_share(scope: Scope) -> Iterator[Figure]:
    """Confirmed by the last day among those addressed, over the notices of the period."""
    rows = asked(scope).order_by().values_list(BASE).annotate(n=Count("pk"), good=Count("pk", filter=IN_TIME))
    for base, n, good in rows:
        yield Figure(base, good, n, records=n)


INDICATORS = [
    Indicator(
        key="notices.reach_share",
        kind="share",
        vi="Thông báo đến được tổ, xác nhận đúng hạn",
        en="Notices that reached the groups in time",
        figures=reach_share,
        evidence=asked,
        record=NOTICES,
        covered="none",
    ),
]

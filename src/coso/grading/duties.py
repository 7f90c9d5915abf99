"""What is owed in the grading year. Each is opened and done by the service that causes it."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.duties.registry import About, DutyKind, Key
from coso.grading.chain import CLUSTER, KINDS, MANAGING, OWN, SUPPLEMENT
from coso.grading.models import Sheet
from coso.grading.models.grading import told_round
from coso.grading.services.guards import leads, managing_units
from coso.lib import clock

_WORDS = {
    "self": ("Chấm điểm và gửi bảng chấm", "Score and submit the sheet"),
    "cluster": ("Chấm trong cụm", "Score within the cluster"),
    "appraise": ("Thẩm định bảng chấm", "Appraise the sheet"),
    "submit": ("Trình bảng chấm đã thẩm định", "Send up the appraised sheet"),
    "review": ("Rà soát bảng chấm", "Review the sheet"),
    "council": ("Đưa ra hội đồng họp xét", "Bring before the council"),
    "decide": ("Quyết định mức xếp loại", "Decide the level"),
    "publish": ("Công khai kết quả", "Publish the result"),
}

_PAGES = {CLUSTER: "cluster_of_sheet"}


def _expected(step: str) -> Callable[[], Iterator[Key]]:
    def keys() -> Iterator[Key]:
        kind = KINDS[step]
        rows = list(Sheet.objects.filter(step=step).values_list("id", "unit_id", "round__unit_id"))
        above = managing_units({unit for _key, unit, _top in rows}, clock.today())
        led = leads(Sheet.objects.filter(step=step), clock.today()) if step == CLUSTER else {}
        for key, unit, top in rows:
            yield kind.duty, key, led.get(key) or {OWN: unit, MANAGING: above[unit]}.get(kind.actor, top)

    return keys


def _supplements() -> Iterator[Key]:
    waiting = Sheet.objects.filter(lines__answered=None, lines__ask_due__isnull=False)
    for key, unit in waiting.filter(step="appraise").values_list("id", "unit_id").distinct():
        yield SUPPLEMENT, key, unit


DUTIES = [
    *(
        DutyKind(kind.duty, *_WORDS[step], kind.permission, _PAGES.get(step, "sheet"), _expected(step))
        for step, kind in KINDS.items()
    ),
    DutyKind(
        SUPPLEMENT,
        "Bổ sung theo đề nghị",
        "Supplement as asked",
        "grading.score",
        "sheet",
        _supplements,
    ),
]


@prepared
def _unit_of_sheet(subjects: Iterable[UUID]) -> QuerySet[Sheet, tuple[UUID, UUID]]:
    return Sheet.objects.filter(pk__in=subjects).values_list("id", "unit_id")


def _sheets_of(units: QuerySet) -> QuerySet:
    return Sheet.objects.filter(unit__in=units).values("pk")


@prepared
def _names_of_rounds(subjects: Iterable[UUID]) -> QuerySet[Sheet, tuple[UUID, str]]:
    return Sheet.objects.filter(pk__in=subjects).values_list("id", "round__name")


def _round_of_sheet(subjects: list[UUID]) -> list[tuple[UUID, str]]:
    return [(sheet, told_round(name)) for sheet, name in _names_of_rounds(subjects)]


ABOUT = [
    About("sheets", _unit_of_sheet, _sheets_of, _round_of_sheet),
]

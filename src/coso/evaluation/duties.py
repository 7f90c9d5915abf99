"""What is owed in the grading year. Each is opened and done by the service that causes it."""

from collections.abc import Callable, Iterator

from coso.duties.registry import DutyKind, Key
from coso.evaluation.chain import KINDS
from coso.evaluation.models import Sheet
from coso.evaluation.services.gate import acting_unit

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


def _expected(step: str) -> Callable[[], Iterator[Key]]:
    def keys() -> Iterator[Key]:
        for sheet in Sheet.objects.filter(step=step).select_related("unit", "round__unit"):
            yield KINDS[step].duty, sheet.id, acting_unit(sheet, step).id

    return keys


def _supplements() -> Iterator[Key]:
    waiting = Sheet.objects.filter(lines__answered=None, lines__ask_due__isnull=False)
    for key, unit in waiting.filter(step="appraise").values_list("id", "unit_id").distinct():
        yield "evaluation.supplement", key, unit


DUTIES = [
    *(DutyKind(kind.duty, *_WORDS[step], kind.permission, "sheet", _expected(step)) for step, kind in KINDS.items()),
    DutyKind(
        "evaluation.supplement",
        "Bổ sung theo đề nghị",
        "Supplement as asked",
        "evaluation.score",
        "sheet",
        _supplements,
    ),
]

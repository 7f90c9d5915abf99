"""What stands on every paper of the grading year: who issues it, and which rubric it goes by."""

import datetime as dt

from coso.grading.chain import APPRAISE
from coso.lib.dates import show_day
from coso.papers import letterhead
from coso.papers.letterhead import Issuer
from coso.register.models import Unit
from coso.rubrics.models import Rubric

STATUSES = {
    "official": "",
    "unofficial": "BỘ TIÊU CHÍ KHÔNG CHÍNH THỨC",
    "incomplete": "BỘ TIÊU CHÍ CHƯA ĐẦY ĐỦ",
}


def issuer_of(unit: Unit, day: dt.date | None = None) -> Issuer:
    """The letterhead of a unit on a day (today), under the union that appraises it."""
    return letterhead.issuer_of(unit, day, APPRAISE)


def rubric_notices(rubric: Rubric) -> tuple[str, ...]:
    """What stands above every paper of a round whose rubric is not official."""
    status = STATUSES[rubric.status]
    return (f"{status}: {rubric.title_vi}",) if status else ()


def rubric_words(rubric: Rubric) -> str:
    """The rubric as a paper cites it, with number and day where it has them."""
    number = f" (số {rubric.number}" if rubric.number else ""
    dated = f"{' ngày' if number else ' (ngày'} {show_day(rubric.dated)}" if rubric.dated else ""
    return f"{rubric.title_vi}{number}{dated}{')' if number or dated else ''}"

"""What is taken away: all members as an Excel file, the summary of the province as a document. Reads only."""

from collections.abc import Iterator
from io import BytesIO

from coso.grading.models import Round
from coso.lib import clock
from coso.members.columns import Eyes, exported
from coso.members.export import write_members
from coso.members.reads import members_on
from coso.papers.sending import FORMS, Form
from coso.results.summary import summary
from coso_bench.pages import specialist
from coso_bench.timing import Measured, once

ALL, SUMMARY = 8, 2


def measure() -> Iterator[Measured]:
    """The usual columns of every member of today; the summary of the newest round in each form."""
    user, today, count = specialist(), clock.today(), [0]

    def write() -> None:
        count[0] = write_members(BytesIO(), members_on(today, None), exported([], user), Eyes(user), today)

    spent = once(write)
    yield Measured("exports", f"all {count[0]} members as Excel", spent, "s", ALL)
    newest = Round.objects.order_by("-year").select_related("unit", "rubric").first()
    if newest:
        for form in FORMS.values():
            yield Measured("exports", f"summary of the province as {form.label}", _summary(newest, form), "s", SUMMARY)


def _summary(round_: Round, form: Form) -> float:
    """Seconds from the records to the finished file."""
    return once(lambda: form.render(summary(round_, round_.unit)))

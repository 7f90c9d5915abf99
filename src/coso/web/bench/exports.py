"""All members as an Excel file. Reads only."""

from collections.abc import Iterator
from io import BytesIO

from django.utils import timezone

from coso.members.columns import Eyes, exported
from coso.members.export import write_members
from coso.members.reads import members_on
from coso.web.bench.pages import specialist
from coso.web.bench.timing import Row, once

ALL = 8


def measure() -> Iterator[Row]:
    """The usual columns of every member of today."""
    user, today, count = specialist(), timezone.localdate(), [0]

    def write() -> None:
        count[0] = write_members(BytesIO(), members_on(today, None), exported([], user), Eyes(user), today)

    spent = once(write)
    yield Row("exports", f"all {count[0]} members as Excel", spent, "s", ALL)

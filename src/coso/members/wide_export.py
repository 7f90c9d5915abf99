"""A wide list as Excel in the background: asked for, left, found again, taken away by whoever asked."""

import datetime as dt
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.jobs import Running, queue
from coso.access.models import Account, Job
from coso.access.refusals import RefusedError
from coso.access.uploads import folder_of
from coso.lib.tables.long_sheet import MOST
from coso.members.columns import Eyes, exported
from coso.members.export import write_members
from coso.members.filters import Selection, select

EXPORT = "members.export"
WIDE = 5_000


def is_wide(asked: Selection) -> bool:
    """Whether the list is too long to wait for."""
    return asked.people().order_by()[: WIDE + 1].count() > WIDE


def start_export(*, asked: QueryDict, day: dt.date, ids: bool, by: Account) -> Job:
    """Has the list written to a file; columns and filters are those of the address."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    facts = {"query": asked.urlencode(), "day": day.isoformat(), "ids": ids, "language": language}
    return queue(EXPORT, facts, by)


def export_of(user: Account, key: uuid.UUID) -> Job | None:
    """An export by its key; None unless this account asked for it."""
    return Job.objects.filter(kind=EXPORT, by=user.pk, pk=key).first()


def file_of(job: Job) -> Path:
    """Where the file of an export stands: beside the files of imports, and taken away with them."""
    return folder_of(job.pk) / "list.xlsx"


def export(running: Running) -> Mapping[str, Any]:
    """Writes the file under another name first: a broken-off export is never taken for a whole one."""
    said, by = running.asked, running.by
    day, query = dt.date.fromisoformat(said["day"]), QueryDict(said["query"])
    with translation.override(said["language"]):
        try:
            asked = select(by, query, day) if by else None
        except Http404:
            asked = None
        if asked is None or by is None:
            raise RefusedError(_("You have no permission for this."))
        whole = asked.total()["n"]
        if whole > MOST:
            raise RefusedError(_("The list has more people than an Excel sheet has rows; choose a smaller branch."))
        target = file_of(running.job)
        target.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            columns = exported(query.getlist("cot"), by, ids=said["ids"])
            text = _("Writing the list")
            rows = write_members(
                file, asked.people(), columns, Eyes(by), day, lambda n: running.progress(n, whole, text)
            )
        part.replace(target)
    return {"rows": rows, "name": f"doan-vien-{day}.xlsx"}
